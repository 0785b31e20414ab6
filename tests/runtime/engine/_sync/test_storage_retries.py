# DO NOT EDIT. Derived from ../_async/test_storage_retries.py by "python -m seawall.codegen.derive".
"""The retry conformance rows of Google Cloud Storage's client libraries, 1 to 6.

Source: `retryTests` of their shared conformance data: which operations are retried after 503 and a reset
connection, always, only with a precondition, or never. Rows 7 and 8 are about uploads and downloads: see
tests/runtime/transfer.
"""

from typing import Any

import pytest
from attrs import evolve, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import MaybeProcessedError, SeawallError
from seawall.core.http.message import Response
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, thing

OK = json_response(200, {})
STEPS: dict[str, Response | BaseException] = {
    "return-503": Response(503),
    "return-400": Response(400),
    "return-401": Response(401),
    "return-reset-connection": MaybeProcessedError("the connection broke."),
}
TWICE = (
    ("return-503", "return-503"),
    ("return-reset-connection", "return-reset-connection"),
    ("return-reset-connection", "return-503"),
)
ONCE = (("return-503",), ("return-reset-connection",))

# Operations of that API: the method, and whether the API declares it idempotent.
ALWAYS = (("GET", None), ("DELETE", True), ("POST", True))
CONDITIONALLY = (("PATCH", None), ("PUT", False), ("POST", None), ("DELETE", False))
NEVER = (("DELETE", False), ("POST", None), ("PATCH", None), ("PUT", False))


@frozen
class Row:
    """One row of the conformance data."""

    number: int
    operations: tuple[tuple[str, bool | None], ...]
    cases: tuple[tuple[str, ...], ...]
    has_precondition: bool
    succeeds: bool


ROWS = (
    Row(1, ALWAYS, TWICE, has_precondition=False, succeeds=True),
    Row(2, CONDITIONALLY, TWICE, has_precondition=True, succeeds=True),
    Row(3, CONDITIONALLY, ONCE, has_precondition=False, succeeds=False),
    Row(4, NEVER, ONCE, has_precondition=False, succeeds=False),
    Row(5, ALWAYS + NEVER, (("return-400",), ("return-401",)), has_precondition=False, succeeds=False),
    Row(
        6,
        CONDITIONALLY,
        (("return-503", "return-400"), ("return-reset-connection", "return-401")),
        has_precondition=True,
        succeeds=False,
    ),
)


def call_of(method: str, *, has_precondition: bool) -> Call[Any]:
    call = thing(method)
    return evolve(call, headers={"if-match": '"1"'}) if has_precondition else call


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row-{row.number}")
def test_a_row_of_the_conformance_data(row: Row) -> None:
    for method, is_idempotent in row.operations:
        for case in row.cases:
            script = Script(*(STEPS[step] for step in case), *([OK] if row.succeeds else []))
            engine = Engine(MemoryTransport(script), base_url=BASE_URL, clock=FakeClock())
            policy = Policy(retry=RetryRule(is_idempotent=is_idempotent))
            call = call_of(method, has_precondition=row.has_precondition)
            if row.succeeds:
                engine.send(call, policy)
            else:
                with pytest.raises(SeawallError):
                    engine.send(call, policy)
            script.assert_used_up()
