"""Administration of offices, staff and accounts: the system administrator's pages."""
