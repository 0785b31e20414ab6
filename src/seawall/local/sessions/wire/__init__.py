"""Bodies of the answers of the local sessions server."""
