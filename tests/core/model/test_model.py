import copy
import dataclasses
import datetime as dt
import json
import pickle
import pprint
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from attrs import field, frozen
from IPython.core.formatters import HTMLFormatter

from seawall.core.errors import InputError
from seawall.core.model.model import Model
from seawall.core.wire.freeze import freeze
from seawall.core.wire.json_value import Json
from tests.core.model.shapes import PART, TIME, Colour, Extended, Part, Thing, Tree, extended, thing

FORM = {
    "id": "00000000-0000-0000-0000-000000000001",
    "colour": "RED",
    "level": 1,
    "made_at": "2026-01-02T03:04:05.000006Z",
    "day": "2026-01-02",
    "path": "a/b",
    "part": {"name": "wheel", "url": "https://files.test/a?signature=s3cret"},
    "parts": [{"name": "wheel", "url": "https://files.test/a?signature=s3cret"}] * 2,
    "pair": [1, "a"],
    "sizes": {"a": 1.5},
    "metadata": {"a": [1, {"b": None}]},
    "count": 3,
    "tags": [],
}


@frozen(kw_only=True)
class Noted(Model):
    """A model whose note is an object or text."""

    note: Mapping[str, Json] | str | None = field(converter=freeze)


def test_the_dict_of_a_model_is_plain_json() -> None:
    made = thing().to_dict()
    assert made == FORM
    assert json.loads(json.dumps(made)) == made == json.loads(thing().to_json())
    assert {type(value) for value in made.values()} == {str, int, dict, list}


def test_the_dict_shares_nothing_with_the_model() -> None:
    model = thing()
    made: Any = model.to_dict()
    made["metadata"]["a"].append(2)
    made["parts"].clear()
    assert model == thing()


def test_without_secrets_hidden_fields_are_left_out() -> None:
    made = thing().to_dict(secrets=False)
    assert made["part"] == {"name": "wheel"}
    assert made["parts"] == [{"name": "wheel"}] * 2
    assert "s3cret" not in thing().to_json(secrets=False)
    assert Part.from_dict(PART.to_dict(secrets=False)) == Part(name="wheel", url=None)


@pytest.mark.parametrize(
    "model",
    [
        thing(),
        thing(level=None, day=None, path=None, parts=(), metadata={}, sizes={}),
        thing(colour=Colour("NEWER")),
        thing(made_at=TIME.astimezone(dt.timezone(dt.timedelta(hours=5)))),
        thing(made_at=dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-5)))),
        thing(metadata={"big": 10**30, "é": "ü", "float": -0.0}),
        extended(),
        Tree(name="a", children=(Tree(name="b", parent=Tree(name="c")),)),
    ],
)
def test_a_model_is_equal_after_its_json(model: Any) -> None:
    assert type(model).from_json(model.to_json()) == model
    assert type(model).from_json(model.to_json().encode()) == model
    assert type(model).from_dict(model.to_dict()) == model
    assert type(model).from_dict(dataclasses.asdict(model)) == model
    assert pickle.loads(pickle.dumps(model)) == model
    assert hash(type(model).from_json(model.to_json())) == hash(model)


def test_times_become_utc() -> None:
    other = dt.timezone(dt.timedelta(hours=5))
    model = Thing.from_dict({**FORM, "made_at": TIME.astimezone(other).isoformat()})
    assert model.made_at == TIME
    assert model.made_at.tzinfo is dt.UTC
    assert Thing.from_dict({**FORM, "made_at": TIME.astimezone(other)}).made_at.tzinfo is dt.UTC
    assert thing(made_at=TIME.replace(tzinfo=None)).to_dict()["made_at"] == FORM["made_at"]


def test_unknown_values_of_enums_keep_their_text() -> None:
    model = Thing.from_dict({**FORM, "colour": "BLUE", "level": 9})
    assert (model.colour, model.colour.is_known, model.level) == ("BLUE", False, 9)
    assert model.to_dict()["colour"] == "BLUE"


def test_unknown_keys_are_ignored_and_missing_ones_are_none_or_the_default() -> None:
    least = {name: FORM[name] for name in FORM.keys() - {"level", "day", "path", "count", "tags"}}
    model = Thing.from_dict({**least, "newer": {"a": 1}})
    assert (model.level, model.day, model.path, model.count, model.tags) == (None, None, None, 3, ())


def test_python_values_are_taken_as_they_are() -> None:
    given = {
        "id": UUID(int=1),
        "colour": Colour.RED,
        "made_at": TIME,
        "path": PurePosixPath("a"),
        "part": PART,
        "parts": (PART,),
        "pair": (1, Colour.RED),
        "sizes": MappingProxyType({"a": 1}),
        "metadata": MappingProxyType({"a": (1, 2)}),
    }
    model = Thing.from_dict(MappingProxyType(given))
    assert model.parts == (PART,)
    assert model.metadata == {"a": [1, 2]}
    assert type(model.pair[1]) is str
    assert Thing.from_dict(model) is model


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"part": {"name": 5, "url": None}}, "part.name: expected str, got int"),
        ({"part": {}}, "part.name: the key is missing"),
        ({"part": None}, "part: expected an object, got null"),
        ({"parts": [PART, {"name": "a", "url": 1}]}, "parts[1].url: expected str, got int"),
        ({"parts": "ab"}, "parts: expected an array, got str"),
        ({"count": True}, "count: expected int, got bool"),
        ({"count": None}, "count: expected int, got null"),
        ({"colour": 1}, "colour: expected str, got int"),
        ({"id": "s3cret"}, "id: invalid UUID"),
        ({"made_at": "2026-01-02T03:04:05"}, "made_at: the time has no time zone"),
        ({"made_at": "s3cret"}, "made_at: invalid RFC3339 encoded datetime"),
        ({"made_at": 5}, "made_at: expected datetime, got int"),
        ({"path": 5}, "path: expected text, got int"),
        ({"pair": [1]}, "pair: expected 2 items, got 1"),
        ({"pair": [1, 2]}, "pair[1]: expected str, got int"),
        ({"sizes": {"s3cret": "x"}}, "sizes[…]: expected float, got str"),
        ({"sizes": []}, "sizes: expected an object, got array"),
        ({"metadata": []}, "metadata: expected an object, got array"),
        ({"tags": [1]}, "tags[0]: expected str, got int"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_path(change: dict[str, object], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        Thing.from_dict({**FORM, **change})
    assert caught.value.problems == (problem,)
    path, _, text = problem.partition(": ")
    assert str(caught.value).startswith(f"{path} of Thing: {text}. Give ")
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_metadata_that_is_no_json_is_named_by_its_path() -> None:
    with pytest.raises(InputError, match=r"^metadata\.a\[0\] of Thing: is of type set, "):
        Thing.from_dict({**FORM, "metadata": {"a": [{1}]}})


def test_other_data_is_refused() -> None:
    with pytest.raises(InputError, match=r"^Part: expected an object, got array\. Give the form of to_dict"):
        Part.from_json("[]")
    for text in ("{", b"\xff", "", 5):
        with pytest.raises(
            InputError, match=r"^Part: the text is not JSON\. Give the text of to_json\(\)\.$"
        ):
            Part.from_json(text)  # type: ignore[arg-type]


def test_data_of_any_depth_is_read_or_refused() -> None:
    deep: Any = {}
    for _ in range(200):
        deep = {"a": deep}
    model = thing(metadata={}).from_dict({**FORM, "metadata": deep})
    assert Thing.from_json(model.to_json()) == model
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(InputError, match="is nested too deeply"):
        Thing.from_dict({**FORM, "metadata": deep})
    tree: Any = {"name": "a"}
    for _ in range(5000):
        tree = {"name": "a", "parent": tree}
    with pytest.raises(InputError, match=r"^Tree: the data is nested too deeply\."):
        Tree.from_dict(tree)


def test_text_that_json_can_not_hold_is_named() -> None:
    with pytest.raises(InputError, match=r"^Part\.name can not be encoded: it holds a lone surrogate"):
        Part(name="\ud800", url=None).to_json()


def test_classes_of_a_user_keep_working() -> None:
    @frozen(kw_only=True)
    class Mine(Part):
        extra: int = 1
        made: int = field(init=False, default=5)

        @property
        def twice(self) -> int:
            return self.extra * 2

    class Plain(Part):
        pass

    mine = Mine.from_dict({"name": "a", "extra": 4})
    assert (mine.twice, mine.to_dict()) == (8, {"name": "a", "url": None, "extra": 4})
    assert type(Plain.from_json('{"name": "a"}')) is Plain
    assert extended().to_dict()["took"] == "PT90S"
    with pytest.raises(InputError, match=r"^closed of Extended: invalid enum value"):
        Extended.from_dict({**extended().to_dict(), "closed": "two"})


def test_what_the_constructor_refuses_is_named() -> None:
    def check(_: object, __: object, value: int) -> None:
        if value < 0:
            raise InputError("size must be at least 0.")
        if value > 9:
            raise ValueError(f"{value} is s3cret")

    @frozen(kw_only=True)
    class Sized(Model):
        size: int = field(validator=check)

    @frozen(kw_only=True)
    class Box(Model):
        sized: Sized

    with pytest.raises(InputError, match=r"^sized of Box: size must be at least 0\. Give another value\.$"):
        Box.from_dict({"sized": {"size": -1}})
    with pytest.raises(InputError, match=r"^sized of Box: Sized refuses the values \(ValueError\)\."):
        Box.from_dict({"sized": {"size": 10}})


def test_a_field_without_a_form_in_json_is_an_error() -> None:
    @frozen(kw_only=True)
    class Odd(Model):
        value: complex

    with pytest.raises(TypeError, match="A value of type complex has no form in JSON"):
        Odd(value=1j).to_dict()
    assert Odd.from_dict({"value": 1j}).value == 1j
    with pytest.raises(InputError, match=r"^value of Odd: complex has no form in JSON"):
        Odd.from_dict({"value": 5})


def test_numbers_of_other_classes_are_plain() -> None:
    class Number(int):
        pass

    class Real(float):
        pass

    made = thing(metadata={}, sizes={"a": Number(1), "b": Real(2.5)}).to_dict()["sizes"]
    assert made == {"a": 1, "b": 2.5}
    assert isinstance(made, dict)
    assert {type(each) for each in made.values()} == {int, float}


def test_a_model_is_its_own_copy() -> None:
    model = thing()
    assert copy.copy(model) is model
    assert copy.deepcopy([model])[0] is model


def test_a_model_can_be_used_as_a_dataclass() -> None:
    model = thing()
    assert dataclasses.is_dataclass(model)
    assert [each.name for each in dataclasses.fields(model)] == list(FORM)
    assert dataclasses.replace(model, count=4) == thing(count=4)
    defaults = {each.name: each.default for each in dataclasses.fields(model)}
    assert defaults["count"] == 3
    assert defaults["id"] is dataclasses.MISSING
    assert not hasattr(Model, "__dataclass_fields__")
    assert "Thing(id=" in pprint.pformat(model)


def test_a_model_is_no_iterable_and_no_mapping() -> None:
    model: Any = thing()
    with pytest.raises(TypeError):
        iter(model)
    with pytest.raises(TypeError):
        model["id"]


def test_the_json_encoder_of_kombu_writes_the_dict_of_a_model() -> None:
    kombu_json = pytest.importorskip("kombu.utils.json")
    read = kombu_json.loads(kombu_json.dumps({"args": [thing()]}))
    assert read == {"args": [FORM]}
    assert Thing.from_dict(read["args"][0]) == thing()


@pytest.mark.parametrize("value", ["text", {"a": [1, {"b": None}]}, {}, None])
def test_a_field_may_be_an_object_or_text(value: Any) -> None:
    again = Noted.from_json(Noted(note=value).to_json())
    assert again == Noted(note=value)
    assert isinstance(hash(again), int)


def test_an_object_that_is_no_json_is_named_by_its_path() -> None:
    with pytest.raises(InputError, match=r"note\.a"):
        Noted.from_dict({"note": {"a": object()}})
    with pytest.raises(InputError, match="note of Noted"):
        Noted.from_dict({"note": [1]})


def test_a_notebook_shows_the_fields_without_credentials() -> None:
    made = Part(name="wheel", url="https://files.test/a?signature=s3cret")
    shown = HTMLFormatter()(made)
    assert shown is not None
    assert "Part" in shown
    assert "wheel" in shown
    assert "s3cret" not in shown
