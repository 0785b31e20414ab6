"""State of one running platform: shared objects, access tokens and the dependencies of routes."""
