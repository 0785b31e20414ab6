"""Certificates, tokens, the OIDC provider, the registry of services, and VOSI documents.

Knows nothing of sessions. The real system runs these services under several host names; here one server
answers under all of them, and each document names the host of its request.
"""
