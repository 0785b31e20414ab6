"""OAuth error responses (RFC 6749 section 5.2, RFC 8628 section 3.5, RFC 8707)."""

__all__ = ["OAuthError"]


class OAuthError(Exception):
    """Error response: `code` for programs, `description` for the developer of the client."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
