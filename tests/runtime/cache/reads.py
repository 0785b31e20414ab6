"""The calls of the tests of the operation cache, and their results."""

from dataclasses import dataclass
from typing import Any

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result, result_for
from seawall.testing import json_response

SCOPE = "https://api.test user-1"
TTL_S = 60.0


@dataclass
class Record:
    """A mutable result type, which a cache can not share."""

    names: list[str]


GET_RUN: Operation[dict[str, Any]] = Operation(
    id="get_run", method="GET", path="/v1/runs/{run_id}", result_types={200: dict[str, Any]}
)
LIST_RUNS: Operation[dict[str, Any]] = Operation(
    id="list_runs", method="GET", path="/v1/runs", result_types={200: dict[str, Any]}
)
GET_RECORD: Operation[Record] = Operation(
    id="get_record", method="GET", path="/v1/records/{record_id}", result_types={200: Record}
)
CANCEL_RUN: Operation[Any] = Operation(
    id="cancel_run", method="POST", path="/v1/runs/{run_id}/cancel", result_types={202: Any}
)


def get_run(run_id: str = "1") -> Call[dict[str, Any]]:
    return Call(GET_RUN, path={"run_id": run_id})


def list_runs() -> Call[dict[str, Any]]:
    return Call(LIST_RUNS)


def get_record() -> Call[Record]:
    return Call(GET_RECORD, path={"record_id": "1"})


def cancel_run(run_id: str = "1") -> Call[Any]:
    return Call(CANCEL_RUN, path={"run_id": run_id})


def result_of(call: Call[Any], data: object) -> Result[Any]:
    return result_for(call, json_response(200, data))
