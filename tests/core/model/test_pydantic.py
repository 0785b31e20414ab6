import json
import warnings
from typing import Any

import pytest
from attrs import frozen
from pydantic import BaseModel, TypeAdapter, ValidationError

from seawall.core.model.model import Model
from tests.core.model.shapes import PART, Part, Thing, Tree, extended, thing


class Answer(BaseModel):
    thing: Thing
    parts: list[Part] = []


def test_a_model_is_a_type_of_a_field() -> None:
    answer = Answer(thing=thing(), parts=[PART])
    assert answer.thing == thing()
    assert Answer(thing=thing().to_dict(), parts=[PART.to_dict()]) == answer  # type: ignore[arg-type,list-item]
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
    assert Answer(**answer.model_dump()) == answer
    assert json.loads(answer.model_dump_json()) == {
        "thing": thing().to_dict(),
        "parts": [PART.to_dict()],
    }
    python = answer.model_dump()["thing"]
    assert (python["id"], python["part"]) == (thing().id, {"name": "wheel", "url": PART.url})


def test_the_error_has_the_location_of_the_value() -> None:
    given = {"thing": {**thing().to_dict(), "parts": [{"name": 1}]}, "parts": [3]}
    with pytest.raises(ValidationError) as caught:
        Answer.model_validate(given)
    assert [each["loc"] for each in caught.value.errors()] == [
        ("thing", "parts", 0, "name"),
        ("parts", 0),
    ]
    assert caught.value.errors()[0]["msg"] == "expected str, got int. Give the form of to_dict()."


def test_the_json_schema_describes_the_json() -> None:
    for mode in ("validation", "serialization"):
        schema = TypeAdapter(Thing).json_schema(mode=mode)
        assert (schema["title"], schema["description"]) == ("Thing", "One field of each kind.")
        properties = schema["properties"]
        assert properties["id"]["format"] == "uuid"
        assert properties["made_at"]["format"] == "date-time"
        assert properties["metadata"]["type"] == "object"
        # Open: a newer server has more values.
        assert (properties["colour"]["type"], properties["colour"]["examples"]) == ("string", ["RED"])
        assert properties["part"] == {"$ref": "#/$defs/Part"}
        assert "level" not in schema["required"]
        assert "part" in schema["required"]


def test_a_model_that_contains_itself() -> None:
    tree = Tree(name="a", children=(Tree(name="b"),))
    adapter = TypeAdapter(Tree)
    assert adapter.validate_python(tree.to_dict()) == tree
    assert "#/$defs/Tree" in json.dumps(adapter.json_schema())


def test_types_of_a_user() -> None:
    @frozen(kw_only=True)
    class Odd(Model):
        value: complex
        other: "Unknown"

    adapter: Any = TypeAdapter(Odd)
    odd = Odd(value=1j, other=Unknown())
    assert adapter.validate_python(odd) is odd
    assert adapter.json_schema()["properties"]["other"] == {"title": "Other"}
    assert TypeAdapter(type(extended())).validate_json(extended().to_json()) == extended()


class Unknown:
    pass


def test_a_value_that_is_no_model_is_passed_on() -> None:
    wrong = Answer.model_construct(thing="no thing", parts=[])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert wrong.model_dump()["thing"] == "no thing"
