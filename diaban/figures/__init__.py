"""How many: measures, periods, cells and what they open."""
