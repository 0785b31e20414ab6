"""Models: every data class that an SDK offers has a dict and a JSON form, and is equal after a round trip.

A declared conversion fits its wire model.
"""

import ast
import copy
import json
import pickle
from importlib import import_module
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from seawall.core.errors import InputError
from seawall.core.model.conversion import Conversion
from seawall.core.model.model import Model
from tests.contract.model_values import models
from tests.contract.source import hand_written, sdks

NO_DATA = {
    # An event, with the error that was raised.
    "Outage",
}


def data_classes() -> list[Any]:
    """Every attrs class that an SDK offers."""
    todo = [
        value
        for sdk in sdks()
        for package in [import_module(f"seawall.sdks.{sdk}")]
        for name in package.__all__
        if attrs.has(value := getattr(package, name)) and name not in NO_DATA
    ]
    return sorted(set(todo), key=lambda cls: str(cls.__qualname__))


CLASSES = data_classes()
EVERY = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__qualname__)
few = settings(max_examples=25, database=None, suppress_health_check=list(HealthCheck))


@EVERY
def test_a_data_class_is_a_model(cls: Any) -> None:
    assert issubclass(cls, Model)
    assert "frozen" in cls.__setattr__.__name__


# 25 values of each class.
@pytest.mark.slow
@EVERY
def test_a_model_is_equal_after_a_round_trip(cls: Any) -> None:
    adapter = TypeAdapter(cls)

    @few
    @given(models(cls))
    def check(model: Any) -> None:
        form = model.to_dict()
        assert list(form) == [each.name for each in attrs.fields(cls)]
        assert json.loads(json.dumps(form)) == form == json.loads(model.to_json())
        again = cls.from_json(model.to_json())
        assert (again, hash(again), type(again)) == (model, hash(model), cls)
        assert cls.from_dict(form) == model
        assert pickle.loads(pickle.dumps(model)) == copy.deepcopy(model) == model
        assert adapter.validate_json(adapter.dump_json(model)) == model
        assert adapter.validate_python(adapter.dump_python(model)) == model

    check()


@EVERY
def test_data_that_does_not_fit_is_named_by_its_key(cls: Any) -> None:
    form = example(cls).to_dict()
    for name in form:
        with pytest.raises(InputError) as caught:
            cls.from_dict({**form, name: object()})
        assert caught.value.problems[0].startswith(name), name


@EVERY
def test_hidden_fields_are_no_part_of_the_form_without_secrets(cls: Any) -> None:
    shown = [each.name for each in attrs.fields(cls) if each.repr]
    assert list(example(cls).to_dict(secrets=False)) == shown


@EVERY
def test_a_model_has_a_json_schema(cls: Any) -> None:
    for mode in ("validation", "serialization"):
        schema = TypeAdapter(cls).json_schema(mode=mode)
        assert list(schema["properties"]) == [each.name for each in attrs.fields(cls)]


def declared() -> list[tuple[str, Any]]:
    """Every model of an SDK that declares how it is made of a wire model, with its name."""
    return [
        (f"{module.name}.{node.name}", getattr(import_module(module.name), node.name))
        for module in hand_written()
        if module.name.startswith("seawall.sdks.") and "= conversion(" in module.text
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and any(map(is_declaration, node.body))
    ]


def is_declaration(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == "from_wire"


def test_every_conversion_fits_its_wire_model() -> None:
    # Type checkers do not see into a declaration.
    found = declared()
    assert len(found) > 20
    faults = []
    for name, cls in found:
        assert isinstance(vars(cls)["from_wire"], Conversion), name
        try:
            assert callable(cls.from_wire)
        except TypeError as error:
            faults.append(f"{name}: {error}")
    assert faults == []


def example(cls: Any) -> Any:
    """One model of a class."""
    found: list[Any] = []

    @settings(few, max_examples=1)
    @given(st.data())
    def draw(data: Any) -> None:
        found.append(data.draw(models(cls)))

    draw()
    return found[0]
