"""The error classes of the older client; the error of the engine is the cause of each (`__cause__`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from seawall.core import errors as ours

__all__ = [
    "AuthenticationError",
    "BulkOperationError",
    "CodegenAPIError",
    "ConflictError",
    "NetworkError",
    "NotFoundError",
    "RateLimitError",
    "ServerError",
    "TimeoutError",
    "ValidationError",
    "WebhookError",
    "seed_errors",
]


class CodegenAPIError(Exception):
    """A call failed. `response_data` is the JSON object of the response, if there is one."""

    def __init__(
        self,
        message: str,
        status_code: int = 0,
        response_data: Mapping[str, object] | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, status_code, response_data, request_id)
        self.message = message
        self.status_code = status_code
        self.response_data = response_data
        self.request_id = request_id

    def __str__(self) -> str:
        return self.message


class RateLimitError(CodegenAPIError):
    """429: too many requests; send the next one after `retry_after` seconds."""

    retry_after: int = 60


class AuthenticationError(CodegenAPIError):
    """401: the token is not valid."""


class NotFoundError(CodegenAPIError):
    """404: it does not exist."""


class ConflictError(CodegenAPIError):
    """409: the state of the resource does not allow it."""


class ServerError(CodegenAPIError):
    """5xx: the server failed."""


class TimeoutError(CodegenAPIError):  # noqa: A001 - the older client's name
    """No answer, or no end of a run, in time."""


class NetworkError(CodegenAPIError):
    """No connection, or it was lost."""


class ValidationError(Exception):
    """An argument can not be sent; `field_errors` holds the faults of each."""

    def __init__(self, message: str, field_errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message, field_errors)
        self.message = message
        self.field_errors: Mapping[str, Sequence[str]] = field_errors or {}

    def __str__(self) -> str:
        return self.message


class WebhookError(Exception):
    """A webhook is not valid, or a handler failed."""


class BulkOperationError(Exception):
    """A bulk operation can not run; `failed_items` are those that failed."""

    def __init__(self, message: str, failed_items: Sequence[object] = ()) -> None:
        super().__init__(message, failed_items)
        self.failed_items = failed_items


_BY_STATUS: dict[int, type[CodegenAPIError]] = {
    401: AuthenticationError,
    404: NotFoundError,
    408: TimeoutError,
    409: ConflictError,
    429: RateLimitError,
}
_WITHOUT_STATUS: tuple[tuple[type[ours.SeawallError], type[CodegenAPIError], int], ...] = (
    (ours.AuthError, AuthenticationError, 401),
    (ours.WaitTimeoutError, TimeoutError, 408),
    (ours.AttemptTimeoutError, TimeoutError, 408),
    (ours.DeadlineExceededError, TimeoutError, 408),
    (ours.TransportError, NetworkError, 0),
)


def _seed_error(error: ours.SeawallError) -> Exception:
    if isinstance(error, ours.InputError):
        return ValidationError(str(error))
    if isinstance(error, ours.StatusError):
        is_server = isinstance(error, ours.ServerStatusError)
        kind = ServerError if is_server else _BY_STATUS.get(error.status, CodegenAPIError)
        made = kind(str(error), error.status, _json_object(error.body), error.request_id)
        if isinstance(made, RateLimitError) and error.retry_after_s is not None:
            made.retry_after = round(error.retry_after_s)
        return made
    for cause, kind, status in _WITHOUT_STATUS:
        if isinstance(error, cause):
            return kind(str(error), status)
    return CodegenAPIError(str(error))


def _json_object(body: bytes) -> Mapping[str, object] | None:
    try:
        data = json.loads(body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


@contextmanager
def seed_errors(field: str | None = None) -> Iterator[None]:
    """Raise the errors of the block as those of the older client; `field` is the argument that it checks."""
    try:
        yield
    except ours.SeawallError as error:
        if field is not None:
            raise ValidationError(str(error), {field: [str(error)]}) from error
        raise _seed_error(error) from error
