"""Decode the items of a streamed answer: server-sent events or JSON lines. Pure.

The data of an event is JSON unless the type of the item is `str`. If the type of the item is a model of the
event itself, with the fields `data`, `event`, `id` or `retry`, it gets these.
"""

from collections.abc import Hashable, Iterator
from typing import Any

import msgspec

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.errors import DecodeError
from seawall.core.http.media_types import best_match, essence
from seawall.core.http.message import Headers
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.sse.parser import EventParser, ServerSentEvent
from seawall.core.wire.annotations import is_model, wire_fields
from seawall.core.wire.codec import NotJsonError, decoder_for
from seawall.core.wire.misfits import Drift

__all__ = ["ItemDecoder", "item_decoder"]

_MAX_ITEM_BYTES = 1 << 20
_EVENT_FIELDS = frozenset({"data", "event", "id", "retry"})
# Many APIs for language models end a stream of JSON with this text.
_END = "[DONE]"
# The record separator before each value of `application/json-seq` (RFC 7464).
_RECORD_SEPARATOR = b"\x1e"


def item_decoder(call: Call[object], headers: Headers, *, tolerant: bool) -> "ItemDecoder":
    """Return the decoder of the answer to `call` with `headers`; raise DecodeError if it is not a stream."""
    operation = call.operation
    received = headers.get("content-type", "")
    found = best_match(operation.item_types, received)
    name = call_name(call)
    if found is None:
        raise DecodeError(
            f"{name}: the answer has the media type {essence(received)[:80]!r}, which is no stream of this "
            "operation. Ask for a stream in the body or the query, or send the call with `send`."
        )
    is_events = essence(received) == "text/event-stream"
    return ItemDecoder(name, operation.item_types[found], is_events=is_events, tolerant=tolerant)


class ItemDecoder:
    """Decodes the body of a stream, in chunks of any size, into items of `type_`.

    `drifts` are the fields of the items of the last chunk that do not match the spec. `has_ended` is true
    after the text `[DONE]`, with which some servers end a stream.
    """

    def __init__(self, name: str, type_: Hashable, *, is_events: bool, tolerant: bool) -> None:
        self.has_ended: bool = False
        self.drifts: tuple[Drift, ...] = ()
        self._name = name
        self._type = type_
        self._tolerant = tolerant
        self._number = 0
        self._events = EventParser(max_bytes=_MAX_ITEM_BYTES) if is_events else None
        self._line = b""
        names = _field_names(type_) if is_model(type_) else frozenset()
        self._wants_event = "data" in names and names <= _EVENT_FIELDS

    def feed(self, chunk: bytes) -> list[object]:
        """Return the items that `chunk` completes. Raises DecodeError for one that does not match."""
        self.drifts = ()
        if self._events is None:
            return [self._decoded(line) for line in self._lines(chunk) if line.strip()]
        items: list[object] = []
        for event in self._events.feed(chunk):
            if event.data == _END:
                self.has_ended = True
            if self.has_ended:
                break
            items.append(self._event_item(event))
        return items

    def finish(self) -> list[object]:
        """Return the item of a last line without a line end."""
        self.drifts = ()
        if self._events is not None:
            self._events.check()
        return self.feed(b"\n") if self._line.strip() else []

    def _lines(self, chunk: bytes) -> Iterator[bytes]:
        *lines, self._line = (self._line + chunk).split(b"\n")
        if max(map(len, (*lines, self._line))) > _MAX_ITEM_BYTES:
            raise DecodeError(f"{self._name}: an item of the stream is larger than {_MAX_ITEM_BYTES} bytes.")
        return (line.replace(_RECORD_SEPARATOR, b"") for line in lines)

    def _event_item(self, event: ServerSentEvent) -> object:
        if self._type is ServerSentEvent:
            return event
        if self._type is str:
            return event.data
        if not self._wants_event:
            return self._decoded(event.data.encode())
        fields: dict[str, Any] = {"event": event.type, "id": event.id, "data": event.data}
        if _data_type(self._type) is not str:
            fields["data"] = msgspec.Raw(event.data.encode())
        wanted = {name: fields[name] for name in fields if name in _field_names(self._type)}
        return self._decoded(msgspec.json.encode(wanted))

    def _decoded(self, body: bytes) -> object:
        self._number += 1
        decoder = decoder_for(self._type)
        try:
            if not self._tolerant:
                return decoder.decode(body)
            found = decoder.decode_tolerant(body, self._name)
        except NotJsonError as error:
            if self._events is None or self._type is not Any:
                raise self._fault(body, error) from strip_tracebacks(error)
            # Without a type, the data may be text.
            return body.decode()
        except ValueError as error:
            # Without its traceback: the frames of the decoder show the body.
            raise self._fault(body, error) from strip_tracebacks(error)
        self.drifts += found.drifts
        return found.value

    def _fault(self, body: bytes, error: ValueError) -> DecodeError:
        return DecodeError(
            f"{self._name}: item {self._number} of the stream does not match the spec ({error}). Server "
            "and SDK may be of different versions.",
            body=body,
        )


def _field_names(type_: Any) -> frozenset[str]:
    return frozenset(one.wire for one in wire_fields(type_))


def _data_type(type_: Any) -> object:
    return next(one.type for one in wire_fields(type_) if one.wire == "data")
