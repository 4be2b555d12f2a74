"""Home, areas, ledger and administration pages."""
