"""THE WORK: the corridor that every domain's cases go through. So far: the office's days and the legal clocks."""
