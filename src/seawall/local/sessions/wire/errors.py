"""Errors of the sessions API, and answers that are a text."""

__all__ = ["ApiError", "error_responses", "text_responses"]

_TEXT_CONTENT: dict[str, object] = {"content": {"text/plain": {"schema": {"type": "string"}}}}

_TEXTS = {
    400: "A parameter is missing or bad",
    401: "No valid proof of identity",
    403: "The user may not use the platform",
    404: "No such resource",
    503: "The service is not available now",
}


class ApiError(Exception):
    """An error with a status and a message; `retry_after_s` becomes Retry-After."""

    def __init__(self, status: int, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after_s = retry_after_s


def error_responses(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The errors of a route, for the OpenAPI document; every route has 401, 403 and 503."""
    return {
        status: {"description": _TEXTS[status], **_TEXT_CONTENT}
        for status in sorted({401, 403, 503, *statuses})
    }


def text_responses(*errors: int) -> dict[int | str, dict[str, object]]:
    """The answers of a route that sends a text, for the OpenAPI document."""
    return {200: {"description": "The text", **_TEXT_CONTENT}, **error_responses(*errors)}
