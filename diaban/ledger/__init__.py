"""What happened: append-only lines of codes, corrections, sealing, the log of look-ups."""
