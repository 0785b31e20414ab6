"""SQLite through SQLAlchemy: one file, many readers, one writer at a time.

A write transaction takes SQLite's lock at its start (BEGIN IMMEDIATE), so the rows that it reads do not
change before it commits. In WAL mode readers do not block and are not blocked.
https://www.sqlite.org/wal.html
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.schema import CreateColumn

from seawall.local.serving.fair_lock import FairLock

__all__ = ["Database", "SqlFunction", "UtcDateTime"]

SqlFunction = Callable[..., str | int | float | None]

BUSY_TIMEOUT_MS = 10_000
CONNECTIONS = 50  # more than FastAPI's 40 threads and the workers need at the same time
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
)

_NO_FUNCTIONS: Mapping[str, SqlFunction] = {}


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    # Otherwise sqlite3 starts a transaction only at the first write. `_begin` starts it instead.
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _adder_of(functions: Mapping[str, SqlFunction]) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def add(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)
        for name, function in functions.items():
            connection.create_function(name, 2, function, deterministic=True)

    return add


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("begin", "BEGIN")))


class UtcDateTime(TypeDecorator[datetime]):
    """Time: aware in Python, naive UTC in SQLite, so that text order is time order."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert to UTC; a naive time counts as UTC."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Restore the time zone."""
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """SQLite file of a local server; creates what is missing of `tables`, their columns and their indexes.

    A column that is added later has to be nullable.

    `functions` are the SQL functions of two arguments that its queries use, by name.
    """

    def __init__(
        self, path: Path, *tables: MetaData, functions: Mapping[str, SqlFunction] = _NO_FUNCTIONS
    ) -> None:
        self._engine = create_engine(
            f"sqlite:///{path}",
            poolclass=QueuePool,
            pool_size=CONNECTIONS,
            max_overflow=0,
            connect_args={"check_same_thread": False},
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "connect", _adder_of(functions))
        event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        # SQLite's own lock is polled and unfair: under load a writer finds it taken until the busy timeout.
        self._write_lock = FairLock()
        for each in tables:
            each.create_all(self._writer)
            self._add_missing_parts(each)

    def _add_missing_parts(self, tables: MetaData) -> None:
        """Add the columns and indexes that an earlier version of the server did not have."""
        with self._writer.begin() as connection:
            found = inspect(connection)
            for table in tables.sorted_tables:
                names = {column["name"] for column in found.get_columns(table.name)}
                for column in table.columns:
                    if column.name not in names:
                        added = CreateColumn(column).compile(dialect=connection.dialect)
                        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {added}')
                for index in table.indexes:
                    index.create(connection, checkfirst=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; it sees one snapshot of the data."""
        with Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def snapshot(self) -> Session:
        """Open a session that sees the data as of now, until the caller closes it."""
        session = Session(self._engine, expire_on_commit=False, autoflush=False)
        session.execute(text("SELECT count(*) FROM sqlite_schema"))  # the first read fixes the snapshot
        return session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session with the write lock; commits at the end, rolls back on an error."""
        # expire_on_commit=False: callers read the loaded objects after the commit.
        with self._write_lock, Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
