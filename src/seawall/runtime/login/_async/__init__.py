"""The two ways to log in."""
