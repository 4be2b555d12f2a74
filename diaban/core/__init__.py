"""Text, time, ids and errors: what every other room stands on. Knows nothing of the domain."""
