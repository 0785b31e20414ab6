"""Type errors that only the new client causes, joined to the changes that cause them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.errors import SettingsError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.impact.type_check import TypeProblem, new_type_problems
from seawall.codegen.impact.type_errors import with_type_errors
from seawall.codegen.layer.client import ClientStyle, GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.new_client import new_client_files
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer
from tests.codegen.generating import operation, spec

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = "shop._generated"
LAYER = {
    "shop/__init__.py": "",
    "shop/pets.py": '''"""Pets."""

from shop._generated import calls, models


def wrong() -> int:
    return "an error of its own"


def label(pet: models.Pet) -> str:
    name: str = pet.name
    return name.upper()


def call(pet_id: str) -> object:
    return calls.get_pet(pet_id)
''',
}
TEXT = {"type": "string"}


def pets(name: object = None, path: str = "/pets/{id}", *required: str) -> EffectiveSpec:
    """A spec with one operation that returns a pet and needs the query parameters `required`."""
    get = operation(
        answer={"$ref": "#/components/schemas/Pet"},
        operationId="get_pet",
        parameters=[
            {"name": "id", "in": "path", "required": True, "schema": TEXT},
            *({"name": one, "in": "query", "required": True, "schema": TEXT} for one in required),
        ],
    )
    pet = {"type": "object", "properties": {"name": name or TEXT}, "required": ["name"]}
    content = json.loads(spec({path: {"get": get}}, {"Pet": pet}))
    return effective_spec(Documents(root="openapi.json", documents={"openapi.json": content}))


class Bump:
    """Both clients and the layer of one bump."""

    def __init__(self, new: EffectiveSpec, layer: "Mapping[str, str]" = LAYER) -> None:
        old = pets()
        nothing = GeneratedClient(package=PACKAGE, style=ClientStyle.SEAWALL)
        self.old_files = new_client_files(nothing, old.api, old)
        self.old_client = read_client(self.old_files, old.api, PACKAGE)
        self.new_files = new_client_files(self.old_client, old.api, new)
        self.new_client = read_client(self.new_files, new.api, PACKAGE)
        self.diff = compare_specs(old, new)
        self.pairs = paired_parts(self.old_client, self.new_client, self.diff)
        self.layer = read_layer(layer, self.old_client)

    def problems(self) -> tuple[TypeProblem, ...]:
        return new_type_problems(self.layer, PACKAGE, self.old_files, self.new_files)

    def joined(self, impact: Impact, *problems: TypeProblem) -> Impact:
        return with_type_errors(
            impact,
            problems,
            diff=self.diff,
            old_client=self.old_client,
            new_client=self.new_client,
            pairs=self.pairs,
            layer=self.layer,
        )


def problem(line: int, message: str, column: int = 4) -> TypeProblem:
    return TypeProblem(
        path="shop/pets.py", line=line, column=column, end_line=line, code="misc", message=message
    )


NULLABLE = pets({"type": ["string", "null"]})
NO_IMPACT = Impact(findings=())


def test_an_error_in_the_line_of_a_changed_field_has_its_change() -> None:
    bump = Bump(NULLABLE)
    (finding,) = bump.joined(NO_IMPACT, problem(11, "Incompatible types in assignment")).findings
    assert finding.effect is Effect.BREAKS
    assert finding.change is bump.diff.changes[0]
    assert finding.words == "mypy reports an error with the new client: Incompatible types in assignment."
    assert (finding.function, finding.public) == ("shop.pets.label", ("shop.pets.label",))
    assert finding.place is not None
    assert (finding.place.line, finding.place.column, finding.place.end_column) == (11, 4, 24)


def test_an_error_in_another_line_of_the_function_has_it_too() -> None:
    bump = Bump(NULLABLE)
    (finding,) = bump.joined(NO_IMPACT, problem(12, 'Item "None" has no attribute "upper"')).findings
    assert finding.change is bump.diff.changes[0]


def test_a_new_required_argument_is_found_by_the_name_of_the_function() -> None:
    bump = Bump(pets(None, "/pets/{id}", "tenant"))
    message = 'Missing named argument "tenant" for "get_pet"'
    (finding,) = bump.joined(NO_IMPACT, problem(16, message)).findings
    assert finding.change is not None
    assert finding.change.rule == "required-parameter-added"


def test_an_error_that_no_change_explains_says_so() -> None:
    (finding,) = Bump(pets()).joined(NO_IMPACT, problem(7, "Incompatible return value type")).findings
    assert finding.change is None
    assert finding.reason == "no change of the spec is at this line; mypy reports the error"


def test_a_finding_in_the_same_line_becomes_certain() -> None:
    bump = Bump(NULLABLE)
    (certain,) = bump.joined(NO_IMPACT, problem(11, "x")).findings
    possible = Finding(effect=Effect.BREAKS, words="May be null.", place=certain.place, is_certain=False)
    other = Finding(effect=Effect.STALE, words="A text.", place=certain.place)
    impact = Impact(findings=(possible, other), without_effect=bump.diff.changes)
    joined = bump.joined(impact, problem(11, "None is no str"))
    assert [finding.words for finding in joined.findings] == ["May be null.", "A text."]
    assert joined.findings[0].is_certain
    assert joined.findings[0].reason == "mypy reports an error with the new client: None is no str"
    assert joined.without_effect == bump.diff.changes


def test_an_error_in_a_derived_file_is_that_of_its_source() -> None:
    marker = '# DO NOT EDIT. Derived from pets.py by "seawall derive".\n'
    bump = Bump(NULLABLE, {**LAYER, "shop/copy.py": marker + LAYER["shop/pets.py"]})
    derived = evolve(problem(12, "x"), path="shop/copy.py")
    assert bump.joined(NO_IMPACT, derived).findings == ()


def test_an_expression_over_several_lines_has_one_finding() -> None:
    bump = Bump(NULLABLE)
    (known,) = bump.joined(NO_IMPACT, problem(12, "x")).findings
    wide = evolve(problem(11, "y"), end_line=13)
    assert bump.joined(Impact(findings=(known,)), wide).findings == (known,)


def test_a_change_with_a_type_error_is_not_without_effect() -> None:
    bump = Bump(NULLABLE)
    impact = bump.joined(Impact(findings=(), without_effect=bump.diff.changes), problem(11, "x"))
    assert impact.without_effect == ()


# mypy reads the standard library first, each time.
@pytest.mark.slow
def test_mypy_finds_the_errors_that_the_new_client_causes() -> None:
    found = [(one.line, one.code) for one in Bump(NULLABLE).problems()]
    assert found == [(11, "assignment")]
    found = [(one.line, one.code) for one in Bump(pets(None, "/pets/{id}", "tenant")).problems()]
    assert found == [(16, "call-arg")]


@pytest.mark.slow
def test_no_code_of_the_layer_is_run(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    run = f"open({str(proof)!r}, 'w').close()\n"
    traps = dict.fromkeys(("sitecustomize.py", "ast.py", "mypy.py", "json.py", "plugin.py"), run)
    config = {"mypy.ini": "[mypy]\nplugins = plugin.py\n", "shop/trap.py": run}
    assert Bump(pets(), {**LAYER, **traps, **config}).problems() == ()
    assert not proof.exists()


@pytest.mark.slow
def test_a_module_with_the_name_of_one_of_python_is_left_out() -> None:
    (found,) = Bump(NULLABLE, {**LAYER, "typing.py": "x = 1\n"}).problems()
    assert (found.path, found.line, found.code) == ("shop/pets.py", 11, "assignment")


@pytest.mark.slow
def test_a_layer_that_mypy_can_not_check_is_an_error() -> None:
    with pytest.raises(SettingsError, match=r"mypy can not check the layer: .*Duplicate parameter"):
        Bump(pets(), {**LAYER, "shop/odd.py": "def f(a, a): ...\n"}).problems()
