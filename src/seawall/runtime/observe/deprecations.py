"""Tells that an operation is deprecated or will go away, once per operation of an API."""

import logging
import threading
from datetime import datetime

from attrs import field, frozen

from seawall.core.observe.deprecation import Deprecation, deprecation_in
from seawall.core.observe.events import AttemptEnded, Event, Observer
from seawall.core.redaction.redact import redact

__all__ = ["DEPRECATIONS", "Deprecations", "Notice"]

_log = logging.getLogger("seawall")


@frozen
class Notice:
    """What was told of one operation, e.g. `GET /v1/runs/{run_id}`, of the API at `base_url`."""

    operation: str
    deprecation: Deprecation
    base_url: str = field(default="", repr=redact)

    def __str__(self) -> str:
        said, parts = self.deprecation, []
        if said.since or not said.until:
            parts.append(f"deprecated as of {_day(said.since)}" if said.since else "deprecated")
        if said.until:
            parts.append(f"expected to stop answering on {_day(said.until)}")
        links = [redact(link.partition("?")[0]) for link in said.links]
        more = f" Read {', '.join(links)}." if links else ""
        where = f" of {redact(self.base_url)}" if self.base_url else ""
        return f"{self.operation}{where} is {' and '.join(parts)}: move to what replaces it.{more}"


class Deprecations:
    """An observer that warns once per operation, as the logger `seawall`, however many threads call it.

    It logs and raises no DeprecationWarning: where a program turns warnings into errors, that one would end a
    call that has succeeded.
    """

    events = (AttemptEnded,)

    def __init__(self) -> None:
        self._notices: dict[tuple[str, str], Notice] = {}
        self._lock = threading.Lock()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was told so far, in the order in which it was."""
        return tuple(self._notices.values())

    def of(self, base_url: str) -> Observer:
        """The same for the calls of one API: other APIs may have operations of the same name."""
        return _OfOneApi(self, base_url)

    def __call__(self, event: Event) -> None:
        """Look at an answer."""
        self.look(event, "")

    def look(self, event: Event, base_url: str) -> None:
        """Look at an answer of the API at `base_url`."""
        if not isinstance(event, AttemptEnded) or event.status is None:
            return
        said = deprecation_in(event.headers)
        if said is None:
            return
        name = f"{event.operation.method} {event.operation.path}"
        with self._lock:
            if (base_url, name) in self._notices:
                return
            notice = self._notices[base_url, name] = Notice(name, said, base_url)
        _log.warning("%s", notice)


@frozen
class _OfOneApi:
    events = (AttemptEnded,)
    every: Deprecations
    base_url: str

    def __call__(self, event: Event) -> None:
        self.every.look(event, self.base_url)


DEPRECATIONS = Deprecations()
"""The one that all clients of this process share, so that each operation is told once."""


def _day(time: datetime) -> str:
    return time.date().isoformat()
