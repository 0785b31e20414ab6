"""Form bodies (application/x-www-form-urlencoded) and client credentials of requests."""

import base64
from collections.abc import Sequence
from typing import Annotated, Self
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Depends, Request

from seawall.local.oauth.errors import OAuthError

__all__ = ["BodyDep", "Form", "FormDep", "basic_credentials", "client_credentials"]

_FORM_TYPE = "application/x-www-form-urlencoded"
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


async def _read_form(request: Request, body: BodyDep) -> Form:
    content_type = request.headers.get("content-type", _FORM_TYPE).partition(";")[0].strip().lower()
    if body and content_type != _FORM_TYPE:
        raise OAuthError("invalid_request", f"The body is not a form. Send {_FORM_TYPE}.")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise OAuthError("invalid_request", f"The body is not a valid form ({_FORM_TYPE}).") from error
    return Form.from_pairs(fields)


FormDep = Annotated[Form, Depends(_read_form)]


def basic_credentials(request: Request) -> tuple[str, str] | None:
    """User and password of the HTTP Basic header (RFC 7617); None without a valid one."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:  # no base64, not ASCII, or not UTF-8
        return None
    return (user, password) if colon else None


def client_credentials(request: Request) -> tuple[str, str] | None:
    """Client id and secret of the HTTP Basic header, where both are percent-encoded as in a form."""
    found = basic_credentials(request)
    return None if found is None else (unquote_plus(found[0]), unquote_plus(found[1]))
