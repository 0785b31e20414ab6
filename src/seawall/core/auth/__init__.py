"""Decisions about authentication: when a token needs renewal, JWT and certificate checks, PKCE, auth schemes.

Never requests, stores or logs a token. Twin: `seawall.runtime.auth`.
"""
