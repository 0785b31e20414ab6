"""SQLite through SQLAlchemy: one file, many readers, one writer at a time.

A write transaction takes SQLite's lock at its start (BEGIN IMMEDIATE), so the rows that it reads do not
change before it commits. In WAL mode readers do not block and are not blocked. A commit is in the file's log
before it is answered, but not yet forced to the disk (synchronous = NORMAL): if the process ends in any way,
nothing that was answered is lost; if the machine loses power, the last commits may be, and the file stays
intact. https://www.sqlite.org/wal.html https://www.sqlite.org/pragma.html#pragma_synchronous
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
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
from sqlalchemy import exc as sqlalchemy_errors
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.schema import CreateColumn, CreateIndex

from seawall.local.serving.fair_lock import FairLock

__all__ = ["Database", "DatabaseBusyError", "DiskFullError", "SqlFunction", "StorageError", "UtcDateTime"]

SqlFunction = Callable[..., str | int | float | None]

BUSY_TIMEOUT_MS = 10_000
WRITE_TIMEOUT_S = 10.0
CONNECTIONS = 50  # more than FastAPI's 40 threads and the workers need at the same time
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
)

_NO_FUNCTIONS: Mapping[str, SqlFunction] = {}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Without room for its log or its index, SQLite fails with an input/output error.
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_log = logging.getLogger(__name__)


class StorageError(Exception):
    """The database can not do the work now; nothing of the transaction was stored. Try again later."""


class DatabaseBusyError(StorageError):
    """A transaction waited too long for the others."""


class DiskFullError(StorageError):
    """The disk of the data folder is full, or can not be written."""


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
            connection.create_function(name, -1, function, deterministic=True)

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


_SOME_PAGES = (
    "CREATE TABLE IF NOT EXISTS storage_check AS SELECT zeroblob(65536) AS room",
    "DROP TABLE storage_check",
)
"""Statements that need some new pages, and free them again."""


def _busy() -> DatabaseBusyError:
    return DatabaseBusyError("The database is busy with other requests. Try again in a second.")


def _storage_error(error: Exception, folder: str) -> StorageError | None:
    """The failure of the database in this error; None for other errors."""
    code = (
        getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
    )  # an extended code has details
    if code in _FULL:
        return DiskFullError(
            f"The disk of the data folder {folder!r} is full or can not be written. Free some space."
        )
    is_busy = code in _BUSY or isinstance(error, sqlalchemy_errors.TimeoutError)
    return _busy() if is_busy else None


class Database:
    """SQLite file of a local server; creates what is missing of `tables`, their columns and their indexes.

    A column that is added later has to be nullable. A session raises StorageError if the database is busy for
    too long or the disk is full. That is logged at the first time; `failure` has it until a write succeeds.

    `functions` are the SQL functions that its queries and triggers use, by name.
    """

    def __init__(
        self, path: Path, *tables: MetaData, functions: Mapping[str, SqlFunction] = _NO_FUNCTIONS
    ) -> None:
        self._path = path
        self.failure: StorageError | None = None
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
        self._write_lock = FairLock(WRITE_TIMEOUT_S)
        is_new = not path.exists()
        for each in tables:
            each.create_all(self._writer, checkfirst=not is_new)
            if not is_new:
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
                    # Not `checkfirst`: that can not read indexes of expressions.
                    connection.execute(CreateIndex(index, if_not_exists=True))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading; it sees one snapshot of the data."""
        with self._told(), Session(self._engine, expire_on_commit=False, autoflush=False) as session:
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
        with self._told():
            with self._in_turn(), Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
            if self.failure is not None:
                self.failure = None
                _log.warning("The database %s takes writes again.", self._path)

    def check(self) -> StorageError | None:
        """Return the failure of the last writes, after a new attempt; None if the database takes writes."""
        if self.failure is not None:
            with suppress(StorageError):
                for statement in _SOME_PAGES:
                    with self.write() as session:
                        session.execute(text(statement))
        return self.failure

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Wait for the turn of this thread to write. Raises DatabaseBusyError."""
        with ExitStack() as turn:
            try:
                turn.enter_context(self._write_lock)
            except TimeoutError as error:
                raise _busy() from error
            yield

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise errors of SQLite that are no fault of the request as StorageError."""
        try:
            yield
        except (sqlalchemy_errors.DBAPIError, sqlalchemy_errors.TimeoutError, sqlite3.Error) as error:
            failure = _storage_error(error, self._path.parent.name)
            if failure is None:
                raise
            if type(self.failure) is not type(failure):
                self.failure = failure
                _log.error("%s", failure)
            raise failure from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
