"""Error responses that local servers share, in the form `{"detail": …}` of FastAPI if they have no other."""

import inspect

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from seawall.local.serving.database import DiskFullError, StorageError

__all__ = ["add_error_handlers", "add_storage_error_handler", "invalid_body_error", "invalid_query_error"]

_BUSY_RETRY_S, _FULL_RETRY_S = 1, 30


def invalid_query_error(name: str, message: str) -> RequestValidationError:
    """Create FastAPI's 422 error for a query parameter that only our own code can check."""
    return _invalid(("query", name), message)


def invalid_body_error(message: str, *names: str) -> RequestValidationError:
    """Create FastAPI's 422 error for a field of the body, by the names that lead to it.

    For what only our own code can check.
    """
    return _invalid(("body", *names), message)


def _invalid(place: tuple[str, ...], message: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": place, "msg": f"Value error, {message}"}])


def add_error_handlers(app: FastAPI) -> None:
    """Send validation errors in FastAPI's format."""
    app.add_exception_handler(RequestValidationError, _invalid_request)


def add_storage_error_handler(app: FastAPI) -> None:
    """Send 507 for a full disk and 503 for a busy database, with Retry-After, in the form of the app."""

    async def send(request: Request, error: Exception) -> Response:
        assert isinstance(error, StorageError)
        is_full = isinstance(error, DiskFullError)
        wait_s = _FULL_RETRY_S if is_full else _BUSY_RETRY_S
        http_error = HTTPException(507 if is_full else 503, str(error), {"Retry-After": str(wait_s)})
        response = app.exception_handlers[HTTPException](request, http_error)
        return await response if inspect.isawaitable(response) else response

    app.add_exception_handler(StorageError, send)


async def _invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # `input` and `ctx` are left out: they may hold NaN, lone surrogates or exceptions, which JSON cannot.
    details = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
    return JSONResponse({"detail": details}, status_code=422)
