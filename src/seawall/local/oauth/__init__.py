"""The OAuth parts of local servers: device logins (RFC 8628), refresh tokens with rotation, pages.

Access tokens are RS256 JWTs. Knows no API: each local server has its client checks, claims and routes.
"""
