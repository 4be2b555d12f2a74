"""WHICH OF THEM? Subjects whose identity is in doubt, beside the residents they may be; clerks decide."""
