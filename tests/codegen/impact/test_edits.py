"""Edits that fix a change at a use: which kind, old and new text, sure or a question."""

import pytest
from attrs import evolve

from seawall.codegen.api.model import Api, ApiOperation, ApiParameter
from seawall.codegen.api.shapes import Enumeration, Integer, Schema, Text
from seawall.codegen.diff.change import NO_OTHER, Change, Direction, Level, Rename
from seawall.codegen.impact.edits import edit_for, literal_edit
from seawall.codegen.impact.finding import EditKind
from seawall.codegen.impact.versions import Versions
from seawall.codegen.layer.client import (
    ClientClass,
    ClientField,
    ClientFunction,
    ClientStyle,
    GeneratedClient,
    Part,
    PartKind,
)
from seawall.codegen.layer.uses import Literal, Place, Use, UseKind

SOURCE = "calls.get_pet(pet_id)\n"
OPERATION = Part(PartKind.OPERATION, "GET /pets/{id}")


def pet(**fields: str) -> ClientClass:
    return ClientClass(
        name="Pet",
        module="models.pet",
        fields={
            name: ClientField(name=name, wire_name=name, annotation=text) for name, text in fields.items()
        },
    )


def client(name: str = "get_pet", *classes: ClientClass, **arguments: str) -> GeneratedClient:
    function = ClientFunction(
        name=name,
        module="calls",
        operation=OPERATION.owner,
        arguments=arguments,
        required=tuple(arguments),
    )
    return GeneratedClient(
        package="shop._generated",
        style=ClientStyle.SEAWALL,
        functions=(function,),
        classes={one.name: one for one in classes},
    )


def versions(
    old: GeneratedClient, new: GeneratedClient, source: str = SOURCE, *parameters: ApiParameter
) -> Versions:
    operation = ApiOperation(
        pointer="/paths/a/get", method="GET", path="/pets/{id}", operation_id="", parameters=parameters
    )
    return Versions(
        old=old,
        new=new,
        pairs={},
        new_api=Api(title="Shop", version="2", operations=(operation,)),
        sources={"shop.py": source},
    )


def change(
    rule: str, *, new: str = "", before: str = "", after: str = "", rename: Rename | None = None
) -> Change:
    return Change(
        rule=rule,
        level=Level.BREAKING,
        direction=Direction.BOTH,
        place="a part",
        words="changed",
        new=new,
        before=before,
        after=after,
        rename=rename,
    )


def use(part: Part, kind: UseKind, text: str, source: str = SOURCE) -> Use:
    start = source.index(text)
    place = Place(path="shop.py", line=1, column=start, end_line=1, end_column=start + len(text))
    return Use(part=part, kind=kind, place=place, function="shop")


def test_a_renamed_operation_renames_its_call() -> None:
    edit = edit_for(
        change("operation-id-changed"),
        use(OPERATION, UseKind.CALL, "get_pet"),
        versions(client("get_pet"), client("read_pet")),
    )
    assert edit is not None
    assert (edit.kind, edit.old, edit.new) == (EditKind.RENAME, "get_pet", "read_pet")
    assert edit.old_module == "shop._generated.calls"


def test_an_operation_of_the_same_name_needs_no_edit() -> None:
    same = versions(client(), client())
    assert edit_for(change("operation-moved"), use(OPERATION, UseKind.CALL, "get_pet"), same) is None


@pytest.mark.parametrize(
    ("schema", "argument", "sure"),
    [
        (Schema(pointer="/s", shape=Integer(), default=10), "limit=10", True),
        (Schema(pointer="/s", shape=Enumeration(values=("asc",))), 'limit="asc"', True),
        (Schema(pointer="/s", shape=Text()), "limit=...", False),
        (Schema(pointer="/s", shape=Text(), default="a'b"), 'limit="a\'b"', True),
    ],
)
def test_a_new_required_parameter(schema: Schema, argument: str, *, sure: bool) -> None:
    parameter = ApiParameter(pointer="/p", name="limit", location="query", schema=schema, required=True)
    edit = edit_for(
        change("required-parameter-added", new="/p"),
        use(OPERATION, UseKind.CALL, "get_pet"),
        versions(client(), client(limit="query limit"), SOURCE, parameter),
    )
    assert edit is not None
    assert (edit.kind, edit.new, edit.is_sure) == (EditKind.ADD_ARGUMENT, argument, sure)
    assert sure or "Which value" in edit.question


@pytest.mark.parametrize(
    ("old", "new", "guard"),
    [
        ("str", "str | None", "None"),
        ("str", "str | UnsetType", "UNSET"),
        ("str | None", "str | None | UnsetType", "UNSET"),
        ("str", "str | None | UnsetType", "None, UNSET"),
        ("list[str]", "list[str | None]", None),
    ],
)
def test_a_field_that_may_be_missing_is_guarded(old: str, new: str, guard: str | None) -> None:
    source = "pet.name\n"
    edit = edit_for(
        change("became-nullable"),
        use(Part(PartKind.FIELD, "Pet", "name"), UseKind.READ, "name", source),
        versions(client("a", pet(name=old)), client("a", pet(name=new)), source),
    )
    assert (edit and edit.new) == guard


@pytest.mark.parametrize(
    ("source", "new"),
    [("get_pet(limit=5)\n", "most"), ("get_pet(limit)\n", None), ("get_pet(limit == 5)\n", None)],
)
def test_a_renamed_parameter_renames_keywords_only(source: str, new: str | None) -> None:
    edit = edit_for(
        change("parameter-renamed"),
        use(Part(PartKind.PARAMETER, OPERATION.owner, "query limit"), UseKind.ARGUMENT, "limit", source),
        evolve(
            versions(client(limit="query limit"), client(most="query most"), source),
            pairs={
                Part(PartKind.PARAMETER, OPERATION.owner, "query limit"): Part(
                    PartKind.PARAMETER, OPERATION.owner, "query most"
                )
            },
        ),
    )
    assert (edit and edit.new) == new


def test_a_literal_with_the_old_name() -> None:
    place = Place(path="shop.py", line=1, column=0, end_line=1, end_column=7)
    rename = Rename(old="query after", new="query cursor", likelihood=0.9)
    literal = Literal(value="after", place=place, function="shop")
    edit = literal_edit(change("parameter-renamed", rename=rename), literal)
    assert edit is not None
    assert (edit.old, edit.new) == ("after", "cursor")
    bound = change("bound-tightened", before="100", after="50")
    assert literal_edit(bound, Literal(value=100, place=place, function="")) is not None
    assert literal_edit(bound, Literal(value=99, place=place, function="")) is None


@pytest.mark.parametrize(
    ("likelihood", "reasons", "sure"),
    [
        (0.95, ("the names differ only in case or punctuation",), True),
        (0.66, ("the types are the same", NO_OTHER), True),
        (0.77, ("the names are 79% alike", "the types are the same"), False),
    ],
)
def test_a_rename_that_rests_on_alike_names_is_a_question(
    likelihood: float, reasons: tuple[str, ...], *, sure: bool
) -> None:
    source = "pet.version_id\n"
    field = Part(PartKind.FIELD, "Pet", "version_id")
    both = versions(client("a", pet(version_id="str")), client("a", pet(id="str")), source)
    both.pairs = {field: Part(PartKind.FIELD, "Pet", "id")}
    rename = Rename(old="version_id", new="id", likelihood=likelihood, reasons=reasons)
    edit = edit_for(
        change("property-renamed", rename=rename), use(field, UseKind.READ, "version_id", source), both
    )
    assert edit is not None
    assert (edit.old, edit.new, edit.is_sure) == ("version_id", "id", sure)
    assert sure == (not edit.question)


def test_the_url_of_a_server_is_a_question_with_a_proposal() -> None:
    place = Place(path="shop.py", line=1, column=0, end_line=1, end_column=9)
    moved = change("server-path-changed", before='"https://a/v1"', after='"https://a/v2"')
    edit = literal_edit(moved, Literal(value="https://a/v1/", place=place, function=""))
    assert edit is not None
    assert (edit.new, edit.is_sure) == ("https://a/v2/", False)
    assert literal_edit(moved, Literal(value="https://b", place=place, function="")) is None
    cut = change("server-variable-changed", before='{"eu": ["…', after="")
    assert literal_edit(cut, Literal(value="eu", place=place, function="")) is None
