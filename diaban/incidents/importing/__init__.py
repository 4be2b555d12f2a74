"""Incident books into the register: read, judged row by row, written, taken back."""
