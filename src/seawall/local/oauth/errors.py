"""OAuth error responses (RFC 6749 section 5.2, RFC 8628 section 3.5, RFC 8707)."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

__all__ = ["NO_STORE", "OAuthError", "add_oauth_error_handler"]

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_BAD_REQUEST = 400
_UNAUTHORIZED = 401
_NO_HEADERS: Mapping[str, str] = {}


class OAuthError(Exception):
    """Error response: `code` for programs, `description` for the developer of the client.

    `headers` are sent with it. The status is 401 for `invalid_client` and 400 otherwise, if none is given.
    """

    def __init__(
        self,
        code: str,
        description: str,
        headers: Mapping[str, str] = _NO_HEADERS,
        *,
        status: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.headers = headers
        self.status = status or (_UNAUTHORIZED if code == "invalid_client" else _BAD_REQUEST)


def add_oauth_error_handler(app: FastAPI) -> None:
    """Send an OAuthError in the format of RFC 6749 section 5.2."""
    app.add_exception_handler(OAuthError, _error_response)


async def _error_response(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, OAuthError)
    return JSONResponse(
        {"error": error.code, "error_description": error.description},
        status_code=error.status,
        headers={**NO_STORE, **error.headers},
    )
