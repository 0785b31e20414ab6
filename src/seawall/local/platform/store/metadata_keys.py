"""Index of the metadata of runs: the keys of each run, by which JSONPath filters find runs that may match.

Triggers maintain it, so no write can forget it; `metadata_keys` is a SQL function of this server.
"""

from uuid import UUID

from sqlalchemy import BigInteger, Connection, ForeignKey, Select, event, or_, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, mapped_column

from seawall.local.platform.jsonpath.keys import EVERY_EXPRESSION, KeyRange
from seawall.local.platform.store.tables import Table

__all__ = ["RunMetadataValue", "runs_with_keys"]


class RunMetadataValue(Table):
    """A key of the metadata of a run."""

    __tablename__ = "run_metadata_values"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    path: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True)


def _keys(row: str, *columns: str) -> str:
    selected = ", ".join(("json_extract(value, '$[0]')", "json_extract(value, '$[1]')", *columns))
    return f"SELECT {selected} FROM json_each(metadata_keys({row}.custom_metadata))"  # noqa: S608 - see below


def _rows(row: str) -> str:
    return _keys(row, f"{row}.run_id")


_STATEMENTS = (
    # An earlier version of the server had keys without an order.
    "DROP TRIGGER IF EXISTS run_metadata_added",
    "DROP TRIGGER IF EXISTS run_metadata_changed",
    "DROP TABLE IF EXISTS run_metadata_keys",
    f"""
    CREATE TRIGGER run_metadata_added AFTER INSERT ON runs WHEN new.custom_metadata IS NOT NULL BEGIN
        INSERT INTO run_metadata_values {_rows("new")};
    END
    """,
    f"""
    CREATE TRIGGER run_metadata_changed AFTER UPDATE OF custom_metadata ON runs BEGIN
        DELETE FROM run_metadata_values WHERE run_id = old.run_id AND (path, value) IN ({_keys("old")});
        INSERT INTO run_metadata_values {_rows("new")};
    END
    """,  # noqa: S608 - none of the text is of a client
    # The runs that an earlier version of the server has stored.
    f"INSERT INTO run_metadata_values {_rows('runs').replace('FROM', 'FROM runs,')}",
)


@event.listens_for(RunMetadataValue.__table__, "after_create")
def _index_runs(_table: SqlTable, connection: Connection, **_: object) -> None:
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)


def runs_with_keys(ranges: frozenset[KeyRange]) -> Select[UUID]:
    """Return the query of the ids of the runs with a key in one of the ranges, or with too many keys."""
    path, value = RunMetadataValue.path, RunMetadataValue.value
    is_wanted = [
        (path == each.path)
        & ((value == each.first) if each.rank == 0 else value.between(each.first, each.last))
        for each in ranges
    ]
    too_many_keys = (path == EVERY_EXPRESSION[0]) & (value == EVERY_EXPRESSION[1])
    return select(RunMetadataValue.run_id).where(or_(*is_wanted, too_many_keys))
