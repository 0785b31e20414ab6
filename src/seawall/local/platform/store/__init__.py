"""Storage: database tables, artifact files, secrets on disk and the clock.

Never knows a route.
"""
