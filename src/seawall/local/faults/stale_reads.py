"""Reads that see old data for some seconds after a write, as from a replica that lags behind."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from seawall.local.serving.database import Database

__all__ = ["StaleReads"]


class StaleReads:
    """A database whose reads see, for `stale_s()` seconds, what was there before a write.

    All writes of that time become visible at its end. With 0 seconds, it reads and writes like its database.
    """

    def __init__(self, database: Database, stale_s: Callable[[], float]) -> None:
        self._database = database
        self._stale_s = stale_s
        self._lock = threading.Lock()  # one session, which one thread at a time may use
        self._old: Session | None = None
        self._until = 0.0

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading."""
        with self._lock:
            old = self._old_data()
            if old is not None:
                yield old
                old.expunge_all()  # the objects belong to the caller now
                return
        with self._database.read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session for writing; it sees all data."""
        stale_s = self._stale_s()
        if stale_s:
            with self._lock:
                if self._old_data() is None:
                    self._old, self._until = self._database.snapshot(), time.monotonic() + stale_s
        with self._database.write() as session:
            yield session

    def close(self) -> None:
        """Close the session on old data."""
        with self._lock:
            self._until = 0.0
            self._old_data()

    def _old_data(self) -> Session | None:
        """Return the session on old data while it is wanted, else close it."""
        if self._old is not None and (time.monotonic() >= self._until or not self._stale_s()):
            self._old.close()
            self._old = None
        return self._old
