"""Databases that an earlier version of a server has made, full disks and busy databases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Index, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import OperationalError

from seawall.local.serving.database import Database, DatabaseBusyError, DiskFullError
from tests.local.full_disk import full_disk, run_at_checkout


def tables(*parts: Column[int] | Index) -> tuple[MetaData, Table]:
    """The tables of a server: one with these columns and indexes."""
    found = MetaData()
    return found, Table("rows", found, Column("id", Integer, primary_key=True), *parts)


def indexes(database: Database) -> set[str]:
    with database.read() as session:
        query = "SELECT name FROM sqlite_schema WHERE type = 'index'"
        return {name for (name,) in session.connection().exec_driver_sql(query)}


def test_new_columns_and_indexes_are_added_to_the_tables_of_an_earlier_version(tmp_path: Path) -> None:
    path = tmp_path / "rows.sqlite3"
    older, rows = tables()
    database = Database(path, older)
    with database.write() as session:
        session.execute(insert(rows), [{"id": 1}])
    database.close()
    newer, rows = tables(Column("size", Integer), Index("ix_rows_size", "size"))
    for _ in range(2):
        database = Database(path, newer)
        with database.read() as session:
            assert session.execute(select(rows)).all() == [(1, None)]
        assert indexes(database) == {"ix_rows_size"}
        database.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with one table, `rows`."""
    made = Database(tmp_path / "rows.sqlite3", tables(Column("size", Integer))[0])
    yield made
    made.close()


def insert_pages(database: Database) -> None:
    """Add a table that needs some new pages."""
    with database.write() as session:
        session.execute(text("CREATE TABLE large AS SELECT zeroblob(65536) AS room"))


def test_a_full_disk_is_logged_once_and_known_until_a_write_succeeds(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk(database):
        for _ in range(3):
            with pytest.raises(DiskFullError, match=r"is full or can not be written\. Free some space\."):
                insert_pages(database)
        assert isinstance(database.check(), DiskFullError)
        assert [(record.levelname, record.exc_info) for record in caplog.records] == [("ERROR", None)]
    assert database.check() is None
    assert database.failure is None
    insert_pages(database)


def test_a_database_that_another_connection_keeps_locked_is_busy(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "rows.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            run_at_checkout(database, "PRAGMA busy_timeout = 1"),
            pytest.raises(DatabaseBusyError, match="Try again in a second"),
        ):
            insert_pages(database)
        other.execute("ROLLBACK")
    insert_pages(database)
    assert database.failure is None


def test_an_error_of_a_statement_is_none_of_the_disk(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"), database.read() as session:
        session.execute(text("SELECT * FROM missing"))
    assert database.failure is None
