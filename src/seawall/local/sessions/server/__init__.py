"""ASGI application, HTTP server and export of the OpenAPI document.

Defines no routes.
"""
