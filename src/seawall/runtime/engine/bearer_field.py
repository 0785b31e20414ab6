"""The Authorization field of the calls of one engine, made once for each token."""

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
        self._last: tuple[str, Secret] | None = None

    def added_to(self, request: Request, token: str) -> Request:
        """Return a copy of `request` with the field. Raises ConfigError if the token can not be sent."""
        token = token if isinstance(token, Secret) else Secret(token)
        last = self._last
        if last is None or last[0] != token:
            # One assignment, because threads share this attribute.
            last = self._last = (token, bearer_value(token))
        # Not in `request` itself, of which each attempt makes a copy: it may have another token, or none.
        return request.with_header("authorization", last[1])
