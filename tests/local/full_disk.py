"""A database whose disk is full, without a disk that is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from seawall.local.serving.database import Database

__all__ = ["full_disk", "run_at_checkout"]


@contextmanager
def run_at_checkout(database: Database, pragma: str) -> Iterator[None]:
    """Run a PRAGMA on each connection of the database before it is used, while the block runs."""

    def run(connection: Any, _entry: object, _proxy: object) -> None:
        connection.execute(pragma)

    with database.read() as session:
        engine = session.connection().engine
    event.listen(engine, "checkout", run)
    try:
        yield
    finally:
        event.remove(engine, "checkout", run)
        engine.dispose()  # new connections do not know the PRAGMA


@contextmanager
def full_disk(database: Database) -> Iterator[None]:
    """Let no file grow while the block runs: a write that needs a new page fails with SQLITE_FULL."""
    with run_at_checkout(database, "PRAGMA max_page_count = 1"):  # SQLite takes the present size, if larger
        yield
