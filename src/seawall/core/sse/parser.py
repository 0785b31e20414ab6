"""Parse server-sent events (WHATWG HTML, section 9.2.6). Pure.

It differs from the standard in one point, as browsers do: the last event id is kept for the next connection,
so that an event without an id does not reset it.
"""

import codecs
import re

from attrs import field, frozen

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import DecodeError, SeawallError, StatusError
from seawall.core.http.message import Headers
from seawall.core.http.retry_after import bounded_seconds
from seawall.core.retry.retry import retry_delay_s
from seawall.core.wire.byte_order_mark import foreign_encoding

__all__ = ["EventParser", "ServerSentEvent", "is_event_stream", "reconnection_delay_s"]

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOM = codecs.BOM_UTF8
_MARKS = (_BOM, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MAX_BYTES = 1 << 20
_MAX_RETRY_S = 3600.0


@frozen(kw_only=True)
class ServerSentEvent:
    """One event. Its `type` is "message" by default.

    `id` is the last id that the server has sent so far, "" if there is none. The repr does not show `data`.
    """

    type: str = "message"
    data: str = field(default="", repr=False)
    id: str = ""


class EventParser:
    """Parses the body of one connection, in chunks of any size.

    `last_event_id` is the id after the last complete event. `retry_s` is the reconnection time that the
    server has sent, or None. An event of more than `max_bytes` raises DecodeError and ends the parser.
    """

    def __init__(self, *, last_event_id: str = "", max_bytes: int = _MAX_BYTES) -> None:
        self.last_event_id: str = last_event_id
        self.retry_s: float | None = None
        self._max_bytes = max_bytes
        # The start of the stream until it is known whether it is a byte order mark; None after that.
        self._start: bytes | None = b""
        self._line = bytearray()
        self._after_cr = False
        self._size = 0
        self._too_large: DecodeError | None = None
        self._clear()
        self._id = last_event_id

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """Parse a chunk and return the events that it completes.

        Raises DecodeError if the stream is in UTF-16, or an event is too large. If the same chunk completes
        other events, they are returned first, and `check` or the next `feed` raises.
        """
        self.check()
        if self._start is not None:
            piece = self._start + piece
            if any(len(piece) < len(mark) and mark.startswith(piece) for mark in _MARKS):
                self._start = piece
                return []
            if (encoding := foreign_encoding(piece)) is not None:
                raise DecodeError(
                    f"The event stream is in {encoding}, and event streams must be in UTF-8. Report it to "
                    "the operator of the server."
                )
            self._start, piece = None, piece.removeprefix(_BOM)
        # CR LF is one line end, even if a chunk ends between the two.
        if self._after_cr and piece:
            self._after_cr, piece = False, piece.removeprefix(b"\n")
        self._after_cr = self._after_cr or piece.endswith(b"\r")
        *lines, rest = _LINE_END.split(piece)
        events: list[ServerSentEvent] = []
        try:
            for part in lines:
                self._append(part)
                event = self._process(self._line.decode("utf-8", "replace"))
                self._line.clear()
                if event is not None:
                    events.append(event)
            self._append(rest)
        except DecodeError as error:
            self._too_large = error
        if not events:
            self.check()
        return events

    def check(self) -> None:
        """Raise DecodeError if an event was too large."""
        if self._too_large is not None:
            raise self._too_large

    def _append(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._max_bytes:
            raise DecodeError(
                f"The server sent an event of more than {self._max_bytes} bytes. "
                "Raise max_bytes if that is correct."
            )
        self._line += part

    def _process(self, line: str) -> ServerSentEvent | None:
        """Process a line, and return the event if the line completes one."""
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._type = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self.retry_s = min(bounded_seconds(value) / 1000, _MAX_RETRY_S)
        if not self._data and not self._type:
            # A comment, or a field that is already applied: it does not count towards the size of an event.
            self._size = 0
        return None

    def _dispatch(self) -> ServerSentEvent | None:
        self.last_event_id = self._id
        type_, data = self._type or "message", self._data
        self._clear()
        return ServerSentEvent(type=type_, data="\n".join(data), id=self._id) if data else None

    def _clear(self) -> None:
        self._type = ""
        self._data: list[str] = []
        self._size = 0


def is_event_stream(headers: Headers) -> bool:
    """Check by the content type whether a response is an event stream."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "text/event-stream"


def reconnection_delay_s(
    failures: int, retry_s: float, error: SeawallError | None, rule: RetryRule, random: float
) -> float:
    """Seconds to wait before the next connection, after `failures` connections in a row without an event.

    It is at least `retry_s`, the reconnection time of the stream. `random`, in [0, 1), adds jitter, so that
    the clients of a server that restarts do not all reconnect at once. A Retry-After of `error` replaces
    both.
    """
    backoff_s = retry_delay_s(failures + 1, error or SeawallError(), rule, random)
    if isinstance(error, StatusError) and error.retry_after_s is not None:
        return backoff_s
    return retry_s * (1 + random / 2) + backoff_s
