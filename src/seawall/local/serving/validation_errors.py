"""Error responses in the form `{"detail": …}` of FastAPI."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

__all__ = ["add_error_handlers", "invalid_body_error", "invalid_query_error"]


def invalid_query_error(name: str, message: str) -> RequestValidationError:
    """Create FastAPI's 422 error for a query parameter that only our own code can check."""
    return _invalid(("query", name), message)


def invalid_body_error(name: str, message: str) -> RequestValidationError:
    """Create FastAPI's 422 error for a field of the body that only our own code can check."""
    return _invalid(("body", name), message)


def _invalid(place: tuple[str, ...], message: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": place, "msg": f"Value error, {message}"}])


def add_error_handlers(app: FastAPI) -> None:
    """Send validation errors in FastAPI's format."""
    app.add_exception_handler(RequestValidationError, _invalid_request)


async def _invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # `input` and `ctx` are left out: they may hold NaN, lone surrogates or exceptions, which JSON cannot.
    details = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
    return JSONResponse({"detail": details}, status_code=422)
