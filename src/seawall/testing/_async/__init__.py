"""The transports of the testing kit."""
