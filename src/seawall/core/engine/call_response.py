"""The response of a call, as users see it beside the value: status, headers, content and duration. Pure."""

from typing import Any, TypeVar, cast, overload

from attrs import field, frozen

from seawall.core.errors import DecodeError
from seawall.core.http.media_types import charset_of
from seawall.core.http.message import Headers
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.wire.codec import NotJsonError, decoder_for

__all__ = ["CallResponse"]

T = TypeVar("T")


# Compared by identity: two calls never share a response.
@frozen(kw_only=True, eq=False)
class CallResponse:
    """The response of one call.

    `operation` is the id of the operation and `path` its path template. `headers` are case-insensitive.
    `content` is the body, decoded of its content coding. `elapsed_s` is the duration of the call with waits
    and retries, and `attempts` the number of requests. `cached` means that the response came from the cache;
    then `attempts` is 0. The repr shows no value of a header and no content.
    """

    operation: str
    method: str
    path: str
    status: int
    headers: Headers
    content: bytes = field(default=b"", repr=False)
    request_id: str | None = None
    elapsed_s: float = 0.0
    attempts: int = 0
    cached: bool = False

    @property
    def text(self) -> str:
        """The content as text, in the charset of its media type or else in UTF-8."""
        charset = charset_of(self.headers.get("content-type", "")) or "utf-8"
        try:
            return self.content.decode(charset.replace("utf-8", "utf-8-sig"), "replace")
        except LookupError:
            return self.content.decode("utf-8-sig", "replace")

    @overload
    def json(self) -> object: ...

    @overload
    def json(self, kind: type[T]) -> T: ...

    def json(self, kind: type[T] | None = None) -> T | object:
        """Decode the content as JSON: into `kind`, e.g. `dict[str, object]` or a class, or into plain data.

        Raises DecodeError if it is not JSON, or does not fit `kind`.
        """
        wanted: Any = Any if kind is None else kind
        try:
            return cast("T", decoder_for(wanted).decode(self.content))
        except ValueError as error:
            fault = "invalid JSON" if isinstance(error, NotJsonError) else f"JSON of another type ({error})"
            # Without its traceback: the frames of the decoder show the body.
            raise DecodeError(
                f"{self.method} {self.path} answered {self.status} with {fault}. Read `content` or `text`.",
                status=self.status,
                request_id=self.request_id,
                body=self.content,
            ) from strip_tracebacks(error)
