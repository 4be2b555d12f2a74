"""Workbooks in, documents out."""
