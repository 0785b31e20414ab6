"""Requests of VOSI documents: the services in a list, their capabilities, and those that answer.

Never sends a login, and never parses a document itself. Twin: `seawall.core.vosi`.
"""
