"""HTTP API: routes, error responses, lists, artifact files.

Never runs an application.
"""
