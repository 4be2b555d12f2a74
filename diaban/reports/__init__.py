"""Documents that combine domains: every number in them is a figure, and each is signed at a cut of the ledger."""
