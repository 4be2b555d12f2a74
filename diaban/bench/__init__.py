"""HOW FAST: figures of the running system, each a ratio to a peer or a limit measured in the same run."""
