"""The impact of changes on a layer: each finding at its place, with its effect, and nothing else."""

from seawall.codegen.diff.rules import RULES
from seawall.codegen.impact.finding import EditKind, Effect
from seawall.codegen.impact.trace.rules import TRACERS
from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.uses import UseKind
from tests.codegen.generating import operation, spec
from tests.codegen.impact.small_layers import Source, impact_of

TEXT = {"type": "string"}
GET_PET = Part(PartKind.OPERATION, "GET /pets/{id}")
NAME = Part(PartKind.FIELD, "Pet", "name")
SOURCE = Source(
    """
def get(id):
    pet = send(calls.get_pet(id))
    return pet.name.upper()
"""
)
LAYER = SOURCE.layer(
    SOURCE.use(UseKind.CALL, GET_PET, "calls.get_pet(id)", "get_pet"),
    SOURCE.use(UseKind.READ, NAME, "pet.name", "name"),
)


def pets(
    name: object = None, parameters: tuple[object, ...] = (), required: tuple[str, ...] = ("name",)
) -> bytes:
    """A spec with one operation that returns a pet."""
    identifier = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    properties = {"name": name or TEXT, "age": {"type": "integer"}}
    found = operation(
        answer={"$ref": "#/components/schemas/Pet"},
        operationId="get_pet",
        parameters=[identifier, *parameters],
    )
    pet = {"type": "object", "properties": properties, "required": list(required)}
    return spec({"/pets/{id}": {"get": found}}, {"Pet": pet})


def test_the_table_has_an_entry_for_each_rule_of_the_diff() -> None:
    assert list(TRACERS) == list(RULES)


def test_a_field_that_became_nullable_breaks_the_code_that_reads_it() -> None:
    impact = impact_of(pets(), pets(name={"type": ["string", "null"]}), LAYER)
    (finding,) = impact.findings
    assert finding.effect is Effect.BREAKS
    assert finding.is_certain
    assert finding.place == SOURCE.place("pet.name", "name")
    assert finding.public == ("shop.client.get",)
    assert finding.edit is not None
    assert finding.edit.kind is EditKind.GUARD
    assert finding.words == "Pet.name may be null now; client.get reads `name` without a guard."


def test_a_change_that_reaches_nothing_is_listed() -> None:
    impact = impact_of(pets(), pets(required=()), SOURCE.layer(LAYER.uses[0]))
    assert impact.findings == ()
    assert [change.rule for change in impact.without_effect] == ["property-became-optional"]


def test_a_parameter_that_must_be_given_breaks_the_call() -> None:
    needed = {"name": "trace", "in": "query", "required": True, "schema": TEXT}
    impact = impact_of(pets(), pets(parameters=(needed,)), LAYER)
    (finding,) = impact.findings
    assert (finding.effect, finding.is_certain) == (Effect.BREAKS, True)
    assert finding.edit is not None
    assert finding.edit.kind is EditKind.ADD_ARGUMENT


def test_an_operation_that_is_gone_breaks_the_call() -> None:
    (finding,) = impact_of(pets(), spec({"/dogs": {"get": operation(answer=TEXT)}}), LAYER).findings[:1]
    assert finding.effect is Effect.BREAKS
    assert finding.change is not None
    assert finding.change.rule == "operation-removed"
    assert finding.place == SOURCE.place("calls.get_pet(id)", "get_pet")


def test_a_new_parameter_is_offered() -> None:
    more = {"name": "fields", "in": "query", "schema": TEXT}
    (finding,) = impact_of(pets(), pets(parameters=(more,)), LAYER).findings
    assert (finding.effect, finding.place) == (Effect.OFFER, None)
    assert finding.part == Part(PartKind.PARAMETER, "GET /pets/{id}", "query fields")
