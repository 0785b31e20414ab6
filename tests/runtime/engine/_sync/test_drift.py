# DO NOT EDIT. Derived from ../_async/test_drift.py by "python -m seawall.codegen.derive".
"""An answer that does not match the spec: tolerant and strict policies, events, log and drift file."""

import json
import logging
from pathlib import Path

import pytest
from attrs import evolve, field, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.errors import DecodeError
from seawall.core.observe.events import Event, SchemaDrift
from seawall.core.wire.misfits import FieldMisfitError
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.observe.drifts import DriftFile, DriftLog
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY


@frozen(kw_only=True)
class Pet:
    name: str
    born: int = field(metadata={"wire": "bornIn"})


LIST: Operation[list[Pet]] = Operation(
    id="list_pets", method="GET", path="/pets", result_types=lambda: {200: list[Pet]}
)
BODY = [{"name": "a", "bornIn": 1}, {"name": None, "bornIn": 2}, {"name": 5, "bornIn": 3}]


def engine(times: int, *observers: object, cache: OperationCache | None = None) -> Engine:
    return Engine(
        MemoryTransport(Script(*[json_response(200, BODY)] * times)),
        base_url=BASE_URL,
        clock=FakeClock(),
        cache=cache,
        observers=observers,  # type: ignore[arg-type]
    )


def test_a_tolerant_call_returns_what_fits() -> None:
    result = engine(1).send(Call(LIST), POLICY)
    assert [pet.born for pet in result.value] == [1, 2, 3]
    assert result.value[0].name == "a"
    with pytest.raises(FieldMisfitError, match=r"^GET /pets: field name of Pet .*`null`"):
        _ = result.value[1].name


def test_a_strict_call_fails() -> None:
    with pytest.raises(DecodeError, match=r"Expected `str`, got `null` - at `\$\[1\]\.name`"):
        engine(1).send(Call(LIST), evolve(POLICY, tolerant=False))


def test_each_kind_of_drift_is_an_event_once() -> None:
    events: list[Event] = []
    sender = engine(2, events.append)
    sender.send(Call(LIST), POLICY)
    sender.send(Call(LIST), POLICY)
    drifts = [event for event in events if isinstance(event, SchemaDrift)]
    assert [(one.model, one.field, one.path, one.kind) for one in drifts] == [
        ("Pet", "name", "$[].name", "Expected `str`, got `null`"),
        ("Pet", "name", "$[].name", "Expected `str`, got `int`"),
    ]
    assert drifts[0].operation is LIST


def test_a_strict_call_does_not_get_the_cached_result_of_a_tolerant_one() -> None:
    sender = engine(1, cache=OperationCache())
    cached = evolve(POLICY, cache_ttl_s=60.0)
    first = sender.send(Call(LIST), cached)
    again = sender.send(Call(LIST), cached)
    assert again.value == first.value
    assert again.value[2].born == 3
    with pytest.raises(DecodeError, match="unexpected JSON"):
        sender.send(Call(LIST), evolve(cached, tolerant=False))


def test_the_log_names_each_kind_once(caplog: pytest.LogCaptureFixture) -> None:
    log = DriftLog()
    with caplog.at_level(logging.WARNING, logger="seawall"):
        for _ in range(2):
            engine(1, log).send(Call(LIST), POLICY)
    lines = [record.getMessage() for record in caplog.records]
    line = "GET /pets: $[].name of Pet does not match the spec: Expected `str`, got `null`."
    # One is of the log that all engines share, if no test before had the same kind.
    assert len([each for each in lines if each.startswith(line)]) in {1, 2}


def test_the_drift_file_has_a_line_for_each_kind(tmp_path: Path) -> None:
    path = tmp_path / "drift.jsonl"
    sender = engine(2, DriftFile(path))
    for _ in range(2):
        sender.send(Call(LIST), POLICY)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["Expected `str`, got `null`", "Expected `str`, got `int`"]
    assert lines[0] | {"kind": ""} == {
        "operation": "list_pets",
        "method": "GET",
        "path": "/pets",
        "model": "Pet",
        "field": "name",
        "place": "$[].name",
        "kind": "",
    }
