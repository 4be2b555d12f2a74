"""What happened on the ground: reports taken in, who was involved, what was done, and how it ended."""
