"""The transports themselves."""
