"""A generated client is read from its source: each function, class and field with its part of the spec."""

from functools import cache

import pytest

from seawall.codegen.api.shapes import Ref
from seawall.codegen.errors import SettingsError
from seawall.codegen.layer.client import ClientClass, ClientStyle, GeneratedClient, Part, PartKind
from seawall.codegen.layer.client_reading import read_client, style_of
from tests.codegen.layer.shop import made

PETS = "#/components/schemas/Pet/properties"
STYLES = pytest.mark.parametrize("style", ["seawall", "stock"])


@cache
def shop(style: str) -> GeneratedClient:
    return made(style)[1]


@STYLES
def test_each_function_has_its_operation_and_parameters(style: str) -> None:
    found = {(one.operation, tuple(one.arguments.items()), one.required) for one in shop(style).functions}
    assert found == {
        (
            "GET /pets",
            (("page_size", "query page-size"), ("state", "query state"), ("x_trace", "header X-Trace")),
            (),
        ),
        ("POST /pets", (("body", "body"),), ("body",)),
        ("GET /pets/{pet-id}", (("pet_id", "path pet-id"),), ("pet_id",)),
    }


@pytest.mark.parametrize(
    ("style", "function", "result"),
    [
        ("seawall", "calls list_pets", "models.PetPage"),
        ("seawall", "calls create_pet", "models.Pet"),
        ("stock", "api.pets.list_pets sync", "list[Pet]"),
        ("stock", "api.pets.list_pets asyncio_detailed", "list[Pet]"),
        ("stock", "api.pets.get_pet sync_detailed", "Pet | Shop"),
    ],
)
def test_the_result_is_the_type_of_a_successful_answer(style: str, function: str, result: str) -> None:
    functions = {f"{one.module} {one.name}": one for one in shop(style).functions}
    assert functions[function].result == result


@STYLES
def test_fields_have_wire_names_and_pointers(style: str) -> None:
    pet = shop(style).classes["Pet"]
    fields = {name: (one.wire_name, one.pointers) for name, one in pet.fields.items() if one.wire_name}
    assert fields == {
        "id": ("id", (f"{PETS}/id",)),
        "kind": ("kind", (f"{PETS}/kind",)),
        "pet_name": ("pet-name", (f"{PETS}/pet-name",)),
        "owner": ("owner", (f"{PETS}/owner",)),
        "state": ("state", (f"{PETS}/state",)),
        "tags": ("tags", (f"{PETS}/tags",)),
    }
    assert (pet.schema, pet.pointers) == ("Pet", ("#/components/schemas/Pet",))


@STYLES
def test_merged_properties_keep_their_own_pointers(style: str) -> None:
    fields = shop(style).classes["Shop"].fields
    assert fields["name"].pointers == ("#/components/schemas/Named/properties/name",)
    assert fields["opened"].pointers == ("#/components/schemas/Shop/allOf/1/properties/opened",)


@STYLES
def test_inline_classes_and_enums_have_their_pointers(style: str) -> None:
    by_pointer = {pointer: one for one in shop(style).classes.values() for pointer in one.pointers}
    owner, kind = by_pointer[f"{PETS}/owner"], by_pointer[f"{PETS}/kind"]
    assert (owner.schema, next(iter(owner.fields.values())).wire_name) == ("", "class")
    assert dict(kind.members) == {"CAT": "cat", "DOG": "dog"}


@STYLES
@pytest.mark.parametrize(
    ("pointer", "parts"),
    [
        ("#/paths/~1pets/get", {Part(PartKind.OPERATION, "GET /pets")}),
        ("#/paths/~1pets/get/responses/200/description", {Part(PartKind.OPERATION, "GET /pets")}),
        (
            "#/paths/~1pets/get/parameters/0/schema/maximum",
            {Part(PartKind.PARAMETER, "GET /pets", "query page-size")},
        ),
        ("#/components/parameters/State", {Part(PartKind.PARAMETER, "GET /pets", "query state")}),
        (f"{PETS}/tags/items", {Part(PartKind.FIELD, "Pet", "tags")}),
        ("#/nowhere", set()),
    ],
)
def test_a_pointer_leads_to_the_parts_that_it_stands_for(style: str, pointer: str, parts: set[Part]) -> None:
    assert set(shop(style).parts_at(pointer)) == parts


@STYLES
def test_a_component_without_class_stands_for_its_uses(style: str) -> None:
    uses = {
        Part(PartKind.FIELD, "Pet", "id"),
        Part(PartKind.PARAMETER, "GET /pets/{pet-id}", "path pet-id"),
    }
    assert uses <= set(shop(style).parts_at("#/components/schemas/PetId"))
    assert Part(PartKind.OPERATION, "GET /pets") in shop(style).parts_at("#/components/schemas/PetPage")


def test_an_alias_is_the_type_that_it_stands_for() -> None:
    assert shop("seawall").classes["PetPage"] == ClientClass(
        name="PetPage",
        module="models.pet_page",
        pointers=("#/components/schemas/PetPage",),
        schema="PetPage",
        alias="list[models.Pet]",
    )


def test_a_file_that_is_no_python_is_left_out() -> None:
    result, client = made("seawall")
    files = {name: content.decode() for name, content in result.files.items()}
    found = read_client({**files, "models/pet.py": "class Pet("}, result.api, "shop.client")
    assert set(client.classes) - set(found.classes) == {"Pet", "PetKind", "PetOwner"}
    assert len(found.functions) == len(client.functions)


def test_an_operation_that_the_spec_lacks_keeps_its_method_and_path() -> None:
    result, _ = made("seawall")
    files = {name: content.decode().replace('"/pets"', '"/dogs"') for name, content in result.files.items()}
    client = read_client(files, result.api, "shop.client")
    assert {one.operation for one in client.functions} == {"GET /dogs", "POST /dogs", "GET /pets/{pet-id}"}
    assert client.parts_at("#/paths/~1pets/get") == ()


@pytest.mark.parametrize(
    ("files", "style"),
    [
        (["calls.py", "models/__init__.py"], ClientStyle.SEAWALL),
        (["calls/__init__.py", "calls/pets.py"], ClientStyle.SEAWALL),
        (["client.py", "api/__init__.py", "models/__init__.py"], ClientStyle.STOCK),
        (["client.py", "models.py"], None),
    ],
)
def test_the_files_tell_the_style(files: list[str], style: ClientStyle | None) -> None:
    assert style_of(files) is style


def test_another_package_is_refused() -> None:
    result, _ = made("seawall")
    with pytest.raises(SettingsError, match="shop is no generated client: it has neither"):
        read_client({"client.py": ""}, result.api, "shop")


def test_the_pets_are_references_in_the_spec() -> None:
    """The tests above are about references: the Api keeps them."""
    assert made("seawall")[0].api.schemas["PetPage"].shape.items.shape == Ref("Pet")  # type: ignore[union-attr]
