"""Errors of one field of a response that an SDK reads: its value is missing, or of no use."""

from typing import Any, ClassVar, Self

from seawall.core.errors import DecodeError

__all__ = ["FieldValueError", "MissingValueError", "TimeValueError"]

_HINT = "Server and SDK may be of different versions."


class FieldValueError(DecodeError):
    """A field of a response has no value that the SDK can use. `name` is the field.

    `status` is 0 as long as the error does not know the response: `converted`, pages, waits and streams add
    the operation and the response. `fault` and `hint` are parts of the message.
    """

    _facts: ClassVar[tuple[str, ...]] = ("status", "request_id", "name")

    def __init__(
        self,
        message: str,
        status: int = 0,
        request_id: str | None = None,
        name: str = "",
        *,
        fault: str = "",
        hint: str = "",
        body: bytes = b"",
    ) -> None:
        super().__init__(message, status, request_id, body=body)
        self.args: tuple[Any, ...] = (message, status, request_id, name)
        self.name = name
        self.fault = fault
        self.hint = hint

    @classmethod
    def of(cls, name: str, fault: str, hint: str = _HINT) -> Self:
        """Make an error that knows no response; `fault` completes "A response came", e.g. "without `id`"."""
        return cls(f"A response came {fault}. {hint}", name=name, fault=fault, hint=hint)


class MissingValueError(FieldValueError):
    """A value is absent or null that the API always sends."""


class TimeValueError(FieldValueError):
    """A value is not a time, or a time without a zone."""
