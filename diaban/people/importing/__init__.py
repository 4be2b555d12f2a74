"""Resident lists from workbooks: what the columns mean, a verdict for every row, and the commit."""
