"""Pages of the corridor: the inbox, what is done to many cases at once, one case, the working calendar."""
