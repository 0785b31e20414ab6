"""The availability of a service, as its VOSI document says. Pure."""

from datetime import datetime

from attrs import frozen

from seawall.core.errors import DecodeError
from seawall.core.http.time_texts import time_or_none
from seawall.core.http.xml_document import local_name, parse_xml
from seawall.core.model.model import Model

__all__ = ["Availability", "availability_of"]

_OK = 200


@frozen(kw_only=True)
class Availability(Model):
    """The availability of a service: now, its planned interruption, and notes for people."""

    is_available: bool
    up_since: datetime | None
    down_at: datetime | None
    back_at: datetime | None
    notes: tuple[str, ...]


def availability_of(body: bytes) -> Availability:
    """Read an availability document; raises DecodeError if it is none."""
    try:
        root = parse_xml(body)
    except ValueError as error:
        raise _unreadable(str(error), body) from error
    if local_name(root) != "availability":
        raise _unreadable("it is another document", body)
    texts = [(local_name(each), (each.text or "").strip()) for each in root]
    first = dict(reversed(texts))
    return Availability(
        is_available=first.get("available") == "true",
        up_since=time_or_none(first.get("upSince")),
        down_at=time_or_none(first.get("downAt")),
        back_at=time_or_none(first.get("backAt")),
        notes=tuple(text for name, text in texts if name == "note"),
    )


def _unreadable(fault: str, body: bytes) -> DecodeError:
    return DecodeError(f"The availability of the server can not be read: {fault}.", _OK, body=body)
