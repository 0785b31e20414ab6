"""Sends errors as `{"message", "status_code", "detail"}`, and validation errors in FastAPI's format."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from seawall.local.agents.wire.errors import ApiError, ErrorResponse
from seawall.local.serving.validation_errors import add_error_handlers, add_storage_error_handler

__all__ = ["add_api_error_handlers"]

_UNAUTHORIZED = 401


def add_api_error_handlers(app: FastAPI) -> None:
    """Handle every error of `app` that a request can cause."""
    add_error_handlers(app)
    add_storage_error_handler(app)
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _api_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    if error.status == _UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return _response(error.status, error.message, headers)


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _response(error.status_code, str(error.detail), dict(error.headers or {}))


def _response(status: int, message: str, headers: dict[str, str]) -> JSONResponse:
    body = ErrorResponse(message=message, status_code=status, detail=message)
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)
