"""Lists out: XLSX and CSV files of rows, marked with who took them, and the folder that keeps them."""
