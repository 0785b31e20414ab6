"""Reads that see old data for some seconds after a write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seawall.local.faults.stale_reads import StaleReads
from seawall.local.serving.database import Database


class _Table(DeclarativeBase):
    pass


class _Row(_Table):
    __tablename__ = "rows"

    number: Mapped[int] = mapped_column(primary_key=True)


class Lag:
    """Time that reads lag behind, which a test changes."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def lag() -> Lag:
    return Lag()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "rows.sqlite3", _Table.metadata)
    yield database
    database.close()


@pytest.fixture
def replica(database: Database, lag: Lag) -> Iterator[StaleReads]:
    replica = StaleReads(database, lag)
    yield replica
    replica.close()


def write(replica: StaleReads, number: int) -> None:
    with replica.write() as session:
        session.add(_Row(number=number))


def numbers(reads: StaleReads | Database) -> list[int]:
    with reads.read() as session:
        rows = session.scalars(select(_Row).order_by(_Row.number)).all()
    return [row.number for row in rows]


def test_without_a_lag_reads_see_each_write(replica: StaleReads) -> None:
    write(replica, 1)
    assert numbers(replica) == [1]


def test_reads_see_the_data_from_before_a_write(replica: StaleReads, database: Database, lag: Lag) -> None:
    write(replica, 1)
    lag.seconds = 600
    write(replica, 2)
    write(replica, 3)
    assert numbers(replica) == [1]
    assert numbers(replica) == [1]
    assert numbers(database) == [1, 2, 3]
    lag.seconds = 0
    assert numbers(replica) == [1, 2, 3]


def test_the_lag_ends(replica: StaleReads, lag: Lag) -> None:
    lag.seconds = 0.001
    for number in range(3):
        write(replica, number)
    while len(numbers(replica)) < 3:
        pass


def test_a_replica_that_is_closed_holds_no_old_data(replica: StaleReads, lag: Lag) -> None:
    lag.seconds = 600
    write(replica, 1)
    replica.close()
    assert numbers(replica) == [1]


def test_a_write_sees_all_data(replica: StaleReads, lag: Lag) -> None:
    lag.seconds = 600
    write(replica, 1)
    with replica.write() as session:
        assert session.get(_Row, 1) is not None
