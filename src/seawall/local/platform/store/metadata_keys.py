"""Index of the metadata of runs: the keys of each run, by which JSONPath filters find runs that may match.

Triggers maintain it, so no write can forget it; `metadata_keys` is a SQL function of this server.
"""

from uuid import UUID

from sqlalchemy import BigInteger, Connection, ForeignKey, Select, event, or_, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, mapped_column

from seawall.local.platform.jsonpath.keys import ANY_VALUE, EVERY_EXPRESSION, Key
from seawall.local.platform.store.tables import Table

__all__ = ["RunMetadataKey", "runs_with_keys"]


class RunMetadataKey(Table):
    """A key of the metadata of a run."""

    __tablename__ = "run_metadata_keys"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    path: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True)


def _keys(row: str, *columns: str) -> str:
    selected = ", ".join(("json_extract(value, '$[0]')", "json_extract(value, '$[1]')", *columns))
    return f"SELECT {selected} FROM json_each(metadata_keys({row}.custom_metadata))"  # noqa: S608 - see below


def _rows(row: str) -> str:
    return _keys(row, f"{row}.run_id")


_STATEMENTS = (
    f"""
    CREATE TRIGGER run_metadata_added AFTER INSERT ON runs WHEN new.custom_metadata IS NOT NULL BEGIN
        INSERT INTO run_metadata_keys {_rows("new")};
    END
    """,
    f"""
    CREATE TRIGGER run_metadata_changed AFTER UPDATE OF custom_metadata ON runs BEGIN
        DELETE FROM run_metadata_keys WHERE run_id = old.run_id AND (path, value) IN ({_keys("old")});
        INSERT INTO run_metadata_keys {_rows("new")};
    END
    """,  # noqa: S608 - none of the text is of a client
    # The runs that an earlier version of the server has stored.
    f"INSERT INTO run_metadata_keys {_rows('runs').replace('FROM', 'FROM runs,')}",
)


@event.listens_for(RunMetadataKey.__table__, "after_create")
def _index_runs(_table: SqlTable, connection: Connection, **_: object) -> None:
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)


def runs_with_keys(keys: frozenset[Key]) -> Select[UUID]:
    """Return the query of the ids of the runs that have one of the keys, or too many keys of their own."""
    path, value = RunMetadataKey.path, RunMetadataKey.value
    # Not IN with pairs: SQLite would scan the table.
    is_wanted = [
        path == key[0] if key[1] == ANY_VALUE else (path == key[0]) & (value == key[1])
        for key in (*keys, EVERY_EXPRESSION)
    ]
    return select(RunMetadataKey.run_id).where(or_(*is_wanted))
