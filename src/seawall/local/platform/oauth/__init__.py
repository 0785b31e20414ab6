"""The OAuth server of the platform: codes with PKCE (RFC 6749, 7636), device logins and refresh tokens.

What other local servers use too is in `seawall.local.oauth`.
"""
