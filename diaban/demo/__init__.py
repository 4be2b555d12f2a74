"""A synthetic province, so that everything can be tried without a real person."""
