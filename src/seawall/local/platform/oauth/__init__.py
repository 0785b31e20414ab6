"""A small OAuth server: device logins (RFC 8628), refresh tokens (RFC 6749), RS256 access tokens."""
