"""Errors of the agents API, and their bodies."""

from pydantic import BaseModel, Field

__all__ = ["ApiError", "ErrorResponse", "error_responses"]

_TEXTS = {
    400: "The request can not be served",
    401: "No valid token",
    402: "The organization has reached its limit of runs",
    403: "The caller has no access to the organization",
    404: "No such resource",
    429: "Too many calls",
}


class ErrorResponse(BaseModel):
    """An error, for people and programs."""

    message: str = Field(description="Message for people.")
    status_code: int = Field(description="The HTTP status.")
    detail: str | None = Field(default=None, description="The message again, for earlier clients.")


class ApiError(Exception):
    """An error with a status and a message; `retry_after_s` becomes Retry-After."""

    def __init__(self, status: int, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after_s = retry_after_s


def error_responses(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The errors of a route, for the OpenAPI document."""
    return {status: {"model": ErrorResponse, "description": _TEXTS[status]} for status in statuses}
