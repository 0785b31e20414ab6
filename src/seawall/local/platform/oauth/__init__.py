"""A small OAuth server: codes with PKCE and refresh tokens (RFC 6749, 7636), device logins (RFC 8628).

Its access tokens are RS256 JWTs.
"""
