"""What the matrix of leaks stands on: two grounds with people in them, and a table of every address."""
