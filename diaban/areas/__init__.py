"""Where: administrative units through time."""
