"""Who: residents, households, stays, life events."""
