"""The journeys, one file each: ask a port, decide in the core, tell a port, return an outcome."""
