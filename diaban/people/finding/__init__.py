"""What clerks type, taken apart and turned into probes of the register: in memory, without the database."""
