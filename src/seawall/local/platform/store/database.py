"""SQLite through SQLAlchemy: one file, many readers, one writer at a time.

A write transaction takes SQLite's lock at its start (BEGIN IMMEDIATE), so the rows that it reads do not
change before it commits. In WAL mode readers do not block and are not blocked.
https://www.sqlite.org/wal.html
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from seawall.local.platform.jsonpath import path_exists_in_text
from seawall.local.platform.store.tables import Table

__all__ = ["Database"]

BUSY_TIMEOUT_MS = 10_000
CONNECTIONS = 50  # more than FastAPI's 40 threads and the workers need at the same time
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    # Otherwise sqlite3 starts a transaction only at the first write. `_begin` starts it instead.
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)
    connection.create_function("jsonpath_exists", 2, path_exists_in_text, deterministic=True)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("begin", "BEGIN")))


class Database:
    """SQLite file of a local platform; creates missing tables."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(
            f"sqlite:///{path}",
            poolclass=QueuePool,
            pool_size=CONNECTIONS,
            max_overflow=0,
            connect_args={"check_same_thread": False},
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        Table.metadata.create_all(self._writer)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; it sees one snapshot of the data."""
        with Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session with the write lock; commits at the end, rolls back on an error."""
        # expire_on_commit=False: callers read the loaded objects after the commit.
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
