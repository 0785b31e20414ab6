"""Server-sent events: bytes become events, as the WHATWG HTML standard says (section 9.2.6). Pure.

In one point this follows browsers rather than the letter: the last event id outlives a connection, so that an
event without an id on the next one does not forget it.
"""

import re

from attrs import field, frozen

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import DecodeError, SeawallError, StatusError
from seawall.core.http.message import Headers
from seawall.core.retry.retry import retry_delay_s

__all__ = ["EventParser", "ServerSentEvent", "is_event_stream", "reconnection_delay_s"]

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"
_MOST_BYTES = 1 << 20
_LONGEST_RETRY_S = 3600.0


@frozen(kw_only=True)
class ServerSentEvent:
    """One event: its `type`, "message" unless the server names another, and its `data`.

    `id` is the last id that the server gave up to here, "" for none. The repr leaves the data out.
    """

    type: str = "message"
    data: str = field(default="", repr=False)
    id: str = ""


class EventParser:
    """Reads one connection's body, in pieces of any size.

    `last_event_id` is that of the last event that was whole, `retry_s` what the server asked to wait before
    the next connection, None where it has not. An event of more than `most_bytes` is a DecodeError, and ends
    the reading.
    """

    def __init__(self, *, last_event_id: str = "", most_bytes: int = _MOST_BYTES) -> None:
        self.last_event_id = last_event_id
        self.retry_s: float | None = None
        self._most_bytes = most_bytes
        self._begin: bytes | None = b""
        self._line = bytearray()
        self._after_cr = False
        self._size = 0
        self._too_big: DecodeError | None = None
        self._clear()
        self._id = last_event_id

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """The events that `piece` completes.

        Raises DecodeError where one is too big. Where others of the same piece are whole, they are given
        first: `check`, or the next piece, raises it then.
        """
        self.check()
        if self._begin is not None:
            piece = self._begin + piece
            if len(piece) < len(_BOM) and _BOM.startswith(piece):
                self._begin = piece
                return []
            self._begin, piece = None, piece.removeprefix(_BOM)
        if self._after_cr and piece:
            self._after_cr, piece = False, piece.removeprefix(b"\n")
        self._after_cr = self._after_cr or piece.endswith(b"\r")
        *whole, rest = _LINE_END.split(piece)
        events: list[ServerSentEvent] = []
        try:
            for part in whole:
                self._take(part)
                event = self._interpreted(self._line.decode("utf-8", "replace"))
                self._line.clear()
                if event is not None:
                    events.append(event)
            self._take(rest)
        except DecodeError as error:
            self._too_big = error
        if not events:
            self.check()
        return events

    def check(self) -> None:
        """Raise the DecodeError of an event that was too big, if one was."""
        if self._too_big is not None:
            raise self._too_big

    def _take(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._most_bytes:
            raise DecodeError(
                f"The server sent an event of more than {self._most_bytes} bytes. Allow more, if it is right."
            )
        self._line += part

    def _interpreted(self, line: str) -> ServerSentEvent | None:
        """The event that `line` ends, if it ends one."""
        if not line:
            return self._dispatched()
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
                # Nine digits of milliseconds are more than anybody waits.
                self.retry_s = min(int(value[:9]) / 1000, _LONGEST_RETRY_S)
        if not self._data and not self._type:
            # A comment, or what has taken effect already.
            self._size = 0
        return None

    def _dispatched(self) -> ServerSentEvent | None:
        self.last_event_id = self._id
        type_, data = self._type or "message", self._data
        self._clear()
        return ServerSentEvent(type=type_, data="\n".join(data), id=self._id) if data else None

    def _clear(self) -> None:
        self._type = ""
        self._data: list[str] = []
        self._size = 0


def is_event_stream(headers: Headers) -> bool:
    """Whether an answer with `headers` is a stream of events, by its content type."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "text/event-stream"


def reconnection_delay_s(
    failures: int, retry_s: float, error: SeawallError | None, rule: RetryRule, random: float
) -> float:
    """Seconds to wait before the next connection, after `failures` connections in a row that brought nothing.

    `retry_s` is what the server asked for in the stream; it is waited out in full. `random`, in [0, 1), draws
    what comes on top, so that the clients of a server that restarts do not come back all at once. What
    `error` asks for with Retry-After comes in place of both.
    """
    backoff_s = retry_delay_s(failures + 1, error or SeawallError(), rule, random)
    if isinstance(error, StatusError) and error.retry_after_s is not None:
        return backoff_s
    return retry_s * (1 + random / 2) + backoff_s
