"""Who may: offices, staff, accounts, roles as code, scope and purpose."""
