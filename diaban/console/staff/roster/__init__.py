"""Staff and their accounts from a workbook: read, judged row by row, then written by the actions that the forms use."""
