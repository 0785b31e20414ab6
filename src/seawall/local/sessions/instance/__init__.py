"""State of one running sessions server: shared objects and callers."""
