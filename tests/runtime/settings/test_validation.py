"""Settings with and without pydantic: one declaration, the same values."""

import copy
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
from attrs.exceptions import FrozenInstanceError
from pydantic import Field

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.fields import MISFIT, fast_value, fields_of
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.setting import Setting
from seawall.runtime.settings.validation import pydantic_model, validated_values


def _upper(_: type[Any], value: str) -> str:
    return value.upper()


class Toy(SdkSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {"fast": {}}

    text: str = ""
    upper: Annotated[str | None, Setting(check=_upper)] = None
    token: Secret | None = None
    folder: Path = Path()
    count: Annotated[int, Setting("How many.", least=1, most=10)] = 4
    seconds: Annotated[float | None, Setting(least=0, most=60)] = None
    verbose: bool = False
    level: Literal["low", "high"] = "low"
    even: Annotated[int, Field(multiple_of=2)] = 0


VALUES: tuple[object, ...] = (
    *("", "a", "0", "1", "4", "04", "2.5", "2.", ".5", "1e1", " 4", "+4", "4_0", "true", "false", "True"),
    *("yes", "fast", "low", "٣", 0, 1, 4, 2.5, 4.0, -1, 99, 10**400, float("inf"), True, False, None),
    *(b"a", [], Path("a"), Secret("t")),
)


def test_values_that_need_no_pydantic_are_the_ones_that_pydantic_makes() -> None:
    accepted = 0
    for name, field in fields_of(Toy).items():
        for value in VALUES:
            made = fast_value(Toy, field, value)
            if made is MISFIT:
                continue
            accepted += 1
            expected = validated_values(Toy, {name: value}, {})[name]
            assert (made, type(made)) == (expected, type(expected)), (name, value)
    assert accepted > 40


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("verbose", "yes", True),
        ("seconds", "1e1", 10.0),
        ("count", 4.0, 4),
        ("level", "high", "high"),
        ("even", "8", 8),
    ],
)
def test_pydantic_converts_the_rest(name: str, value: Any, stored: object) -> None:
    made = Toy(**{name: value})
    assert getattr(made, name) == stored


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("level", "middle", "TOY_LEVEL (or level): input should be 'low' or 'high'."),
        ("even", 3, "TOY_EVEN (or even): input should be a multiple of 2."),
    ],
)
def test_pydantic_words_the_faults(name: str, value: Any, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Toy(**{name: value})
    assert str(caught.value) == words


def test_the_json_schema_has_descriptions_ranges_and_defaults() -> None:
    schema = pydantic_model(Toy).model_json_schema()["properties"]["count"]
    assert schema == {
        "title": "Count",
        "type": "integer",
        "description": "How many.",
        "default": 4,
        "minimum": 1,
        "maximum": 10,
    }


def test_settings_are_values() -> None:
    one, same, other = (
        Toy(count=5, token=Secret("s3cret")),
        Toy(count=5, token=Secret("s3cret")),
        Toy(count=6),
    )
    assert one == same
    assert {one, same, other} == {one, other}
    assert repr(one).startswith("Toy(preset=None, text='', upper=None, token=Secret(...), ")


def test_settings_can_be_copied_and_pickled() -> None:
    settings = Toy(count=5, token=Secret("s3cret"))
    assert copy.copy(settings) == copy.deepcopy(settings) == pickle.loads(pickle.dumps(settings)) == settings


def test_settings_can_not_be_changed() -> None:
    settings = Toy(count=5)
    with pytest.raises(FrozenInstanceError):
        settings.count = 6  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del settings.count
    assert settings.count == 5


def test_a_pydantic_field_as_a_default_is_an_error() -> None:
    class Habit(SdkSettings):
        section: ClassVar[str] = "toy"
        environment_prefix: ClassVar[str] = "TOY_"

        count: int = Field(default=3)

    with pytest.raises(ConfigError, match=r"Habit\.count has a pydantic field as its default\."):
        Habit()
