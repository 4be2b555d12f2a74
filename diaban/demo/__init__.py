"""The synthetic province: people, households, hamlets and offices that look real and are not."""
