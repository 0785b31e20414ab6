"""Calls for the tests of cache keys; a module of its own, so that another process imports it quickly."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.wire.open_enum import OpenEnum

SCOPE = "https://api.test user-1"
# In UTC it is in the year 10000, which datetime does not support.
TOO_LATE = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-2)))
ID = UUID("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b")


class State(OpenEnum):
    PENDING = "PENDING"


class Size(Enum):
    ONE = 1


@frozen
class Filter:
    name: object
    size: object = None


def operation(path: str, *, method: str = "GET", name: str = "op") -> Operation[Any]:
    return Operation(id=name, method=method, path=path, result_types={200: dict[str, Any]})


READ = operation("/v1/runs/{run_id}")


def query(**arguments: object) -> Call[Any]:
    return Call(READ, path={"run_id": "1"}, query=arguments)


def body(value: object, media_type: str | None = "application/json") -> Call[Any]:
    return Call(READ, path={"run_id": "1"}, body=value, media_type=media_type)


# All of these calls are different.
DIFFERENT = [
    Call(READ, path={"run_id": "1"}),
    Call(READ, path={"run_id": "2"}),
    Call(READ, path={"run_id": ID}),
    Call(READ, path={"run_id": str(ID)}),
    Call(READ, path={"run_id": UUID(int=1)}),
    Call(READ, path={"run_id": "1"}, headers={"a": "1"}),
    Call(operation("/v1/runs/{run_id}", name="other"), path={"run_id": "1"}),
    Call(operation("/v2/runs/{run_id}"), path={"run_id": "1"}),
    Call(operation("/v1/runs/{run_id}", method="HEAD"), path={"run_id": "1"}),
    query(a="1"),
    query(a=1),
    query(a=True),
    query(a=1.0),
    query(a=0.0),
    query(a=-0.0),
    query(a=Decimal(1)),
    query(a=""),
    query(a="None"),
    query(a=[]),
    query(a=["1"]),
    query(a=["1", "2"]),
    query(a=["2", "1"]),
    query(a=["1,2"]),
    query(a=[None]),
    query(a={"1", "2"}),
    query(a="1", b="2"),
    query(a="2", b="1"),
    query(b="1"),
    Call(READ, path={"run_id": "1"}, cookies={"a": "1"}),
    query(a={"b": "1"}),
    query(a={"b": 1}),
    query(a={"b": {"c": 1}}),
    query(a=Filter("1")),
    query(a=Filter(1)),
    query(a=State.PENDING),
    query(a=Size.ONE),
    query(a=datetime(2026, 1, 1, tzinfo=UTC)),
    query(a=datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)),
    body(None),
    body([]),
    body({}),
    body({"a": 1}),
    body({"a": True}),
    body({"a": 1.0}),
    body({"a": "1"}),
    body({"a": None}),
    body({"a": [1]}),
    body({"a": {"1": 1}}),
    body(Filter("1")),
    body(Filter(1)),
    body(Decimal("1.0")),
    body(State.PENDING),
    body(b"1", "application/octet-stream"),
    body(b"2", "application/octet-stream"),
    body([1], "application/x-www-form-urlencoded"),
    body([1]),
]
