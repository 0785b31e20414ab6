"""One running platform: its shared objects, access tokens and the dependencies of routes."""
