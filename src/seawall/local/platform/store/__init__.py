"""Storage: database tables, artifact files, secrets on disk, and the clock.

Knows nothing of routes.
"""
