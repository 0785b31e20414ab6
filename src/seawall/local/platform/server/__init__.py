"""The ASGI application, the socket it listens on and the export of its OpenAPI document.

Holds no route of its own.
"""
