"""Sources of other versions of openapi-python-client than the installed one."""

import ast

from seawall.codegen.layer.stock_client import read_stock_client

OLD_ENDPOINT = """
def _get_kwargs(pet_id: str, *, client: Client, json_body: Pet, limit: Union[Unset, None, int] = UNSET,
                filter_: Union[Unset, None, "Filter"] = UNSET,
                x_trace: Union[Unset, str] = UNSET) -> Dict[str, Any]:
    url = "{}/pets/{petId}".format(client.base_url, petId=pet_id)
    headers: Dict[str, str] = client.get_headers()
    if not isinstance(x_trace, Unset):
        headers["X-Trace"] = x_trace
    params: Dict[str, Any] = {"Limit": limit}
    params.update(json_filter_)
    json_json_body = json_body.to_dict()
    return {"method": "put", "url": url, "json": json_json_body, "params": params}

def sync_detailed(pet_id: str, *, client: Client, json_body: Pet, limit: Union[Unset, None, int] = UNSET,
                  filter_: Union[Unset, None, "Filter"] = UNSET,
                  x_trace: Union[Unset, str] = UNSET) -> Response[Union[Pet, Problem]]:
    ...
"""
LITERAL_ENUM = """
from typing import Literal
PetKind = Literal["cat", "dog"]
PET_KIND_VALUES: set[PetKind] = {"cat", "dog"}
"""
OLD_ENUM = """
class PetKind(str, Enum):
    CAT = "cat"
    VALUE_1 = -1

    def __str__(self) -> str:
        return str(self.value)
"""
OLD_MODEL = """
@attr.s(auto_attribs=True)
class Pet:
    pet_name: Union[Unset, str] = UNSET
    kind: Union[Unset, PetKind] = UNSET
    additional_properties: Dict[str, Any] = attr.ib(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict):
        d = src_dict.copy()
        pet_name = d.pop("pet-name", UNSET)
        _kind = d.pop("Kind", UNSET)
        kind = UNSET if isinstance(_kind, Unset) else PetKind(_kind)
        return cls(pet_name=pet_name, kind=kind)
"""


def test_an_endpoint_that_builds_its_url_with_the_server() -> None:
    (found,) = read_stock_client({"api/pets/update.py": OLD_ENDPOINT}).functions
    assert (found.method, found.path) == ("PUT", "/pets/{petId}")
    assert ast.unparse(found.returned or ast.Constant(None)) == "Union[Pet, Problem]"
    arguments = {item.name: (item.location, item.wire) for item in found.arguments}
    assert arguments == {
        "pet_id": ("", ""),
        "json_body": ("body", ""),
        "limit": ("query", "Limit"),
        "filter_": ("", ""),
        "x_trace": ("header", "X-Trace"),
    }


def test_enums_as_literals_and_as_texts() -> None:
    literal = read_stock_client({"models/pet_kind.py": LITERAL_ENUM}).classes["PetKind"]
    assert (literal.is_enum, dict(literal.members)) == (True, {"cat": "cat", "dog": "dog"})
    old = read_stock_client({"models/pet_kind.py": OLD_ENUM}).classes["PetKind"]
    assert (old.is_enum, dict(old.members)) == (True, {"CAT": "cat", "VALUE_1": -1})


def test_wire_names_come_from_the_reading_method_too() -> None:
    model = read_stock_client({"models/pet.py": OLD_MODEL}).classes["Pet"]
    assert [(one.name, one.wire) for one in model.fields] == [
        ("pet_name", "pet-name"),
        ("kind", "Kind"),
        ("additional_properties", None),
    ]
