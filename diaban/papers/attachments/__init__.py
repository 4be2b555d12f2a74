"""Scans and other papers that hang on a record: a content-addressed store of files, and rows that point into it."""
