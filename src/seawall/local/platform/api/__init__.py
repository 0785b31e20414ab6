"""The HTTP API: routes, error responses, listings, artifact files.

Never runs an application.
"""
