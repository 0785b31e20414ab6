"""Form bodies (application/x-www-form-urlencoded) of OAuth requests and of our own pages."""

from collections.abc import Sequence
from typing import Annotated, Self
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from seawall.local.oauth.errors import OAuthError

__all__ = ["BodyDep", "Form", "FormDep"]

MAX_BYTES = 64 * 1024  # far above any OAuth request; the body is read into memory


class Form(dict[str, str]):
    """Fields of a form or query; a repeated field is an error (RFC 6749 section 3.2)."""

    @classmethod
    def from_pairs(cls, fields: Sequence[tuple[str, str]]) -> Self:
        """Create the form. Raises OAuthError `invalid_request` if a field is repeated."""
        form = cls(fields)
        if len(form) != len(fields):
            raise OAuthError("invalid_request", "A parameter is repeated. Send each parameter once.")
        return form

    def required(self, name: str) -> str:
        """Return the field's value. Raises OAuthError `invalid_request` if it is missing or empty."""
        value = self.get(name)
        if not value:
            raise OAuthError("invalid_request", f"The parameter `{name}` is missing.")
        return value


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise OAuthError("invalid_request", f"The body is larger than {MAX_BYTES} bytes.")
    return bytes(body)


BodyDep = Annotated[bytes, Depends(_read_body)]


async def _read_form(body: BodyDep) -> Form:
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise OAuthError(
            "invalid_request", "The body is not a valid form (application/x-www-form-urlencoded)."
        ) from error
    return Form.from_pairs(fields)


FormDep = Annotated[Form, Depends(_read_form)]
