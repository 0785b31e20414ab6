"""Databases that an earlier version of a server has made."""

from pathlib import Path

from sqlalchemy import Column, Index, Integer, MetaData, Table, insert, select

from seawall.local.serving.database import Database


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
