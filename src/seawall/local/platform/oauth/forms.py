"""HTML form bodies (application/x-www-form-urlencoded), which OAuth requests and our own page send."""

from collections.abc import Sequence
from typing import Annotated, Self
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from seawall.local.platform.oauth.errors import OAuthError

__all__ = ["Form", "FormDep"]

MAX_BYTES = 64 * 1024


class Form(dict[str, str]):
    """The fields of one form; a field that came twice is an error (RFC 6749 section 3.2)."""

    @classmethod
    def of(cls, fields: Sequence[tuple[str, str]]) -> Self:
        """The form of these fields; raises OAuthError `invalid_request` where one comes twice."""
        form = cls(fields)
        if len(form) != len(fields):
            raise OAuthError("invalid_request", "A parameter was sent twice.")
        return form

    def required(self, name: str) -> str:
        """The field's value. Raises OAuthError `invalid_request` when it is missing or empty."""
        value = self.get(name)
        if not value:
            raise OAuthError("invalid_request", f"`{name}` is missing.")
        return value


async def _form(request: Request) -> Form:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise OAuthError("invalid_request", "The request is too large.")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise OAuthError("invalid_request", "The body is no valid form.") from error
    return Form.of(fields)


FormDep = Annotated[Form, Depends(_form)]
