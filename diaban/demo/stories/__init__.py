"""Stories: weeks of an office's work, played through the same actions as the screens."""
