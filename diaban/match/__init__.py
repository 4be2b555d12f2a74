"""THE SAME PERSON? Rows to residents, and residents to themselves. Pure: no database, no settings."""
