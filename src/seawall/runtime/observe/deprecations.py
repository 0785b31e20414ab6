"""An observer that warns about deprecated operations, once per operation of an API."""

import threading
from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from seawall.core.observe.deprecation import Deprecation, deprecation_in
from seawall.core.observe.events import AttemptEnded, Event, Observer
from seawall.core.redaction.redact import redact
from seawall.runtime.concurrency.forks import in_forked_children
from seawall.runtime.loggers import part_logger

__all__ = ["DEPRECATIONS", "Deprecations", "Notice"]

_log = part_logger("seawall.deprecation")


@frozen
class Notice:
    """The warning about one operation, e.g. `GET /v1/runs/{run_id}`, of the API at `base_url`."""

    operation: str
    deprecation: Deprecation
    base_url: str = field(default="", repr=redact)

    def __str__(self) -> str:
        end, parts = self.deprecation, []
        if end.since or not end.until:
            parts.append(f"deprecated as of {_day(end.since)}" if end.since else "deprecated")
        if end.until:
            parts.append(f"expected to stop working on {_day(end.until)}")
        # The query of a link may hold a token, and the base URL a password.
        links = [redact(link.partition("?")[0]) for link in end.links]
        more = f" See {', '.join(links)}." if links else ""
        api = f" of {redact(self.base_url)}" if self.base_url else ""
        return f"{self.operation}{api} is {' and '.join(parts)}. Use its replacement.{more}"


class Deprecations:
    """An observer that logs one warning per deprecated operation. Thread-safe.

    Its logger is `seawall.deprecation`. It does not use `warnings.warn`: in a program that turns warnings
    into errors, a DeprecationWarning would fail a call that has succeeded.
    """

    events: ClassVar[tuple[type[Event], ...]] = (AttemptEnded,)

    def __init__(self) -> None:
        self._notices: dict[tuple[str, str], Notice] = {}
        self._lock = threading.Lock()
        in_forked_children(self._start_anew)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The warnings so far, in order."""
        return tuple(self._notices.values())

    def for_api(self, base_url: str) -> Observer:
        """An observer for the calls of one API. Other APIs may have operations of the same name."""
        return _ApiDeprecations(self, base_url)

    def __call__(self, event: Event) -> None:
        """Check the response of an attempt."""
        self.check(event, "")

    def check(self, event: Event, base_url: str) -> None:
        """Check the response of an attempt at the API at `base_url`."""
        if not isinstance(event, AttemptEnded) or event.status is None:
            return
        deprecation = deprecation_in(event.headers)
        if deprecation is None:
            return
        name = f"{event.operation.method} {event.operation.path}"
        with self._lock:
            if (base_url, name) in self._notices:
                return
            notice = self._notices[base_url, name] = Notice(name, deprecation, base_url)
        # Outside of the lock: a log handler may block, or use a client itself.
        _log.warning("%s", notice)

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock.
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


@frozen(eq=False, repr=False)
class _ApiDeprecations:
    events: ClassVar[tuple[type[Event], ...]] = (AttemptEnded,)
    deprecations: Deprecations
    base_url: str

    def __call__(self, event: Event) -> None:
        self.deprecations.check(event, self.base_url)


DEPRECATIONS = Deprecations()
"""The instance that all clients of this process share, so that each operation is warned about once."""


def _day(time: datetime) -> str:
    return time.date().isoformat()
