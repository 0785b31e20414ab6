"""Sends every error as plain text: the message and a line break."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from seawall.local.serving.validation_errors import add_storage_error_handler
from seawall.local.sessions.identity.callers import challenges
from seawall.local.sessions.wire.errors import ApiError

__all__ = ["add_text_error_handlers"]

_UNAUTHORIZED, _METHOD_NOT_ALLOWED = 401, 405


def add_text_error_handlers(app: FastAPI) -> None:
    """Handle every error of `app` that a request can cause."""
    app.add_exception_handler(RequestValidationError, _invalid_request)
    add_storage_error_handler(app)
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected_error)


async def _api_error(request: Request, error: Exception) -> PlainTextResponse:
    assert isinstance(error, ApiError)
    answer = _text(error.status, error.message)
    if error.retry_after_s is not None:
        answer.headers["Retry-After"] = str(error.retry_after_s)
    if error.status == _UNAUTHORIZED:
        for challenge in challenges(request):
            answer.headers.append("WWW-Authenticate", challenge)
    return answer


async def _invalid_request(_request: Request, error: Exception) -> PlainTextResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = first["loc"][-1]
    if first["type"] == "missing":
        return _text(400, f"Missing parameter '{name}'")
    return _text(400, f"Invalid value for '{name}': {first['input']}")


async def _unexpected_error(_request: Request, error: Exception) -> PlainTextResponse:
    return _text(500, f"unexpected exception: {type(error).__name__}")


async def _http_error(_request: Request, error: Exception) -> PlainTextResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == _METHOD_NOT_ALLOWED:
        return _text(400, "unsupported action")
    answer = _text(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _text(status: int, message: str) -> PlainTextResponse:
    return PlainTextResponse(f"{message}\n".encode(errors="replace").decode(), status_code=status)
