"""Bodies of the requests and responses of the agents API."""
