"""Cases from the history of a real API: one place, several changes."""

from typing import Any

from seawall.codegen.impact.finding import EditKind, Effect, Finding
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import Literal, Use, UseKind
from tests.codegen.generating import operation, spec
from tests.codegen.impact.small_layers import Source, impact_of

TEXT = {"type": "string"}
LIST_RUNS = Part(PartKind.OPERATION, "GET /runs")
SOURCE = Source(
    """
STATES = {wire.RunStatus.DONE: "over"}

def runs():
    found = send(calls.list_runs(sort=["-started_at"]))
    return [(run.url, run.owner) for run in found]
"""
)


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def runs(*, item: str = "Run", owner: str = "Owner", **properties: Any) -> bytes:
    """A spec with a list of runs."""
    found = operation(
        answer={"type": "array", "items": ref(item)},
        operationId="list_runs",
        parameters=[{"name": "sort", "in": "query", "schema": {"type": "array", "items": TEXT}}],
    )
    run = {"type": "object", "properties": {"id": TEXT, "owner": ref(owner), **properties}}
    run["required"] = ["id", "owner", *properties]
    return spec(
        {"/runs": {"get": found}}, {item: run, owner: {"type": "object", "properties": {"mail": TEXT}}}
    )


def findings(old: bytes, new: bytes, *uses: Use, literals: tuple[Literal, ...] = ()) -> list[Finding]:
    layer = SOURCE.layer(*uses, literals=literals)
    found = impact_of(old, new, layer, pairs=dict.fromkeys(GONE)).findings
    return [one for one in found if one.effect is not Effect.OFFER]


GONE = [
    Part(PartKind.CLASS, "RunStatus"),
    Part(PartKind.MEMBER, "RunStatus", "DONE"),
    Part(PartKind.FIELD, "Run", "status"),
]


def test_a_deprecated_field_is_stale_even_if_its_type_has_changed_too() -> None:
    url = Part(PartKind.FIELD, "Run", "url")
    new = runs(url={"type": ["string", "null"], "deprecated": True})
    use = SOURCE.use(UseKind.READ, url, "run.url", "url", "shop.client.runs")
    (finding,) = [
        one
        for one in findings(runs(url=TEXT), new, use)
        if one.change is not None and one.change.rule == "deprecated"
    ]
    assert finding.effect is Effect.STALE


def test_a_member_of_an_enum_that_is_gone_is_not_removed() -> None:
    old = runs(status=ref("RunStatus")).replace(
        b'"Owner": {', b'"RunStatus": {"type": "string", "enum": ["open", "done"]}, "Owner": {'
    )
    place = SOURCE.use(UseKind.NAME, GONE[1], "wire.RunStatus.DONE", "DONE", "shop.client")
    found = findings(old, runs(), place)
    assert {one.effect for one in found} == {Effect.BREAKS}
    assert [one.edit for one in found if one.edit and one.edit.kind is EditKind.REMOVE_MEMBER] == []


def test_a_text_that_sorts_by_a_property_that_is_gone_is_found() -> None:
    use = SOURCE.use(UseKind.CALL, LIST_RUNS, "calls.list_runs", "list_runs", "shop.client.runs")
    literal = Literal(
        value="-started_at", place=SOURCE.place('"-started_at"', '"-started_at"'), function="shop.client.runs"
    )
    (finding,) = findings(runs(started_at=TEXT), runs(), use, literals=(literal,))
    assert (finding.effect, finding.is_certain) == (Effect.ALTERS, False)
    assert finding.place == literal.place


def test_a_text_that_sorts_by_a_renamed_property_gets_its_new_name() -> None:
    use = SOURCE.use(UseKind.CALL, LIST_RUNS, "calls.list_runs", "list_runs", "shop.client.runs")
    literal = Literal(
        value="-started_at", place=SOURCE.place('"-started_at"', '"-started_at"'), function="shop.client.runs"
    )
    (finding,) = findings(runs(started_at=TEXT), runs(startedAt=TEXT), use, literals=(literal,))
    assert finding.edit is not None
    assert (finding.edit.old, finding.edit.new) == ("-started_at", "-startedAt")


def test_a_field_of_a_class_that_is_gone_is_explained_by_its_class() -> None:
    owner = Part(PartKind.FIELD, "Run", "owner")
    use = SOURCE.use(UseKind.READ, owner, "run.owner", "owner", "shop.client.runs")
    layer = SOURCE.layer(use)
    new = spec(
        {"/jobs": {"get": operation(answer=ref("Person"), operationId="read")}},
        {"Person": {"type": "object", "properties": {"mail": TEXT}}},
    )
    impact = impact_of(runs(), new, layer, pairs={Part(PartKind.CLASS, "Run"): None, owner: None})
    (finding,) = [one for one in impact.findings if one.effect is Effect.BREAKS]
    assert finding.change is not None
    assert (finding.change.rule, finding.change.place) == ("schema-removed", "schema Run")
