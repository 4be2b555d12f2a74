"""A workbook of targets: one row for each, a verdict for every row, written whole or not at all."""
