"""Rows linked to residents and residents to themselves, beside Splink: a generator, the peer, the comparison."""
