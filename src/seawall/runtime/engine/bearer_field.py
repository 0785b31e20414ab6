"""The Authorization field of the calls of one engine, made once for each token."""

from typing import Any

from seawall.core.auth.auth_scheme import bearer_value
from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret

__all__ = ["BearerField"]


class BearerField:
    """The field of the last token.

    To check and join a token for each call takes long: some have thousands of characters.
    """

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: tuple[str, str] | None = None

    def added_to(self, request: Request, token: str) -> Request:
        """Return `request`, which no transport has yet, with the field. Raises ConfigError."""
        token = token if isinstance(token, Secret) else Secret(token)
        last = self._last
        if last is None or last[0] != token:
            # One assignment, because threads share this attribute.
            last = self._last = (token, bearer_value(token))
        fields: Any = request.headers
        fields["authorization"] = last[1]
        return request
