"""State of one running agents server: shared objects, callers, and rate limits."""
