"""Every public model of every SDK has a builder in `seawall.testing`, with each field as a typed keyword."""

import inspect
import typing
from collections.abc import Callable
from importlib import import_module

import attrs
import pytest

from tests.contract.source import SOURCE

SDKS = sorted(path.parent.name for path in (SOURCE / "sdks").glob("*/__init__.pyi"))


def public_models(sdk: str) -> dict[str, type[attrs.AttrsInstance]]:
    """The exported data classes of an SDK; a class without fields is a base class."""
    package = import_module(f"seawall.sdks.{sdk}")
    exported = {name: getattr(package, name) for name in package.__all__}
    return {
        name: value
        for name, value in exported.items()
        if isinstance(value, type) and attrs.has(value) and attrs.fields(value)
    }


def builders(sdk: str) -> dict[type, Callable[..., object]]:
    """The functions of the SDK's test tools by the class that they return."""
    package = import_module(f"seawall.testing.{sdk}")
    exported = [getattr(package, name) for name in package.__all__]
    return {typing.get_type_hints(one)["return"]: one for one in exported if inspect.isfunction(one)}


MODELS = [
    pytest.param(sdk, model, id=f"{sdk}-{name}") for sdk in SDKS for name, model in public_models(sdk).items()
]


def test_there_are_models() -> None:
    assert len(MODELS) > 10


@pytest.mark.parametrize(("sdk", "model"), MODELS)
def test_a_model_has_a_builder_whose_keywords_are_its_fields(
    sdk: str, model: type[attrs.AttrsInstance]
) -> None:
    builder = builders(sdk)[model]
    parameters = inspect.signature(builder).parameters
    assert set(parameters) == {attribute.name for attribute in attrs.fields(model)}
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert [name for name, one in parameters.items() if one.default is inspect.Parameter.empty] == []
    assert isinstance(builder(), model)


@pytest.mark.parametrize(("sdk", "model"), MODELS)
def test_a_builder_passes_each_field_on(sdk: str, model: type[attrs.AttrsInstance]) -> None:
    built = builders(sdk)[model]()
    fields = {attribute.name: getattr(built, attribute.name) for attribute in attrs.fields(model)}
    assert builders(sdk)[model](**fields) == built


# It holds an error, which has no JSON.
WITHOUT_JSON = {"Outage"}


@pytest.mark.parametrize(("sdk", "model"), MODELS)
def test_a_built_model_is_equal_after_its_own_json(sdk: str, model: type[attrs.AttrsInstance]) -> None:
    built = builders(sdk)[model]()
    if model.__name__ in WITHOUT_JSON:
        assert not hasattr(built, "to_json")
        return
    assert model.from_json(built.to_json()) == built  # type: ignore[attr-defined]
