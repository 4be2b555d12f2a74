"""Charts and maps drawn on the server: a link on every mark, colours by class, the same numbers in a table below."""
