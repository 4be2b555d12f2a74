"""Register workbooks: read, matched to residents, judged row by row, written, taken back."""
