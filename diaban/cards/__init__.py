"""Identity cards: who is due and when, and what becomes of each card."""
