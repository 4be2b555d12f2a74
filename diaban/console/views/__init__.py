"""Pages that stand between rooms: the first page, areas, the ledger, look-ups, settings, the system."""
