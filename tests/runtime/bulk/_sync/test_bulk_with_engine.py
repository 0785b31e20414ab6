# DO NOT EDIT. Derived from ../_async/test_bulk_with_engine.py by "python -m seawall.codegen.derive".
"""A bulk job with an engine: every attempt at an item has the idempotency key of the item."""

from typing import Any

from attrs import evolve

from seawall.core.engine.policy import Policy
from seawall.core.http.message import Request, Response
from seawall.runtime.bulk._sync.bulk import Bulk
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.runtime.calls import BASE_URL, thing

POLICY = Policy(idempotency_header="Idempotency-Key")


def test_every_attempt_at_an_item_has_its_key() -> None:
    sent: list[str] = []

    def respond(request: Request) -> Response:
        sent.append({name.lower(): value for name, value in request.headers.items()}["idempotency-key"])
        return json_response(200, {}) if sent.count(sent[-1]) == 2 else Response(503)

    clock = FakeClock()
    engine = Engine(MemoryTransport(respond), base_url=BASE_URL, clock=clock)

    def work(item: str, idempotency_key: str) -> Any:
        call = evolve(
            thing("POST", headers={"Idempotency-Key"}), headers={"Idempotency-Key": idempotency_key}
        )
        return (engine.send(call, POLICY)).value

    results = Bulk(work, key=str, at_once=2).run(["a", "b", "c"])
    assert [result.unwrap() for result in results] == [{}, {}, {}]
    assert sorted(sent) == sorted(2 * [result.idempotency_key for result in results])
