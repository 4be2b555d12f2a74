"""Fixtures that drive chromium through a running console."""
