"""One-stop: what a resident asks an office for, from the counter to the paper in the hand."""
