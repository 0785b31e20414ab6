"""OAuth's error answers (RFC 6749 section 5.2, RFC 8628 section 3.5, RFC 8707)."""

__all__ = ["OAuthError"]


class OAuthError(Exception):
    """An error that the client is told by its code; the description is for its developer."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
