"""Settings with and without pydantic: one declaration, the same values."""

import copy
import pickle
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
from attrs.exceptions import FrozenInstanceError
from pydantic import Field, SecretStr

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.context_values import context_values
from seawall.runtime.settings.display import displayed_settings
from seawall.runtime.settings.fields import MISFIT, fast_value, fields_of
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.setting import Setting
from seawall.runtime.settings.sources import SettingSources
from seawall.runtime.settings.validation import pydantic_model, validated_values


def _upper(_: type[Any], value: str) -> str:
    return value.upper()


def _small(_: type[Any], value: int) -> int:
    assert value < 5, "is too big"
    return value


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


class Word(str, Enum):  # noqa: UP042 - the text of a StrEnum is its value
    """An enum whose text is not its value."""

    LOW = "low"


class Odd(SdkSettings):
    """Fields of rare types."""

    section: ClassVar[str] = "odd"
    environment_prefix: ClassVar[str] = "ODD_"
    constant: ClassVar = 3

    tags: list[str] = []  # noqa: RUF012
    either: int | str | None = None
    small: Annotated[int, Setting(check=_small)] = 0
    password: SecretStr | None = None
    secrets: list[Secret] | None = None
    toy: Toy | None = None


VALUES: tuple[object, ...] = (
    *("", "a", "0", "1", "4", "04", "2.5", "2.", ".5", "1e1", " 4", "+4", "4_0", "true", "false", "True"),
    *("yes", "fast", "low", "٣", 0, 1, 4, 2.5, 4.0, -1, 99, 10**400, float("inf"), True, False, None),
    *(b"a", [], Path("a"), Secret("t"), Word.LOW),
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
        ("token", Word.LOW, "low"),
        ("folder", Word.LOW, Path("low")),
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


def test_settings_do_not_share_a_default_that_can_change() -> None:
    Odd().tags.append("a")
    assert Odd().tags == []


def test_a_bare_class_variable_is_not_a_field() -> None:
    assert "constant" not in fields_of(Odd)


def test_a_boolean_is_not_a_number_in_a_union_either() -> None:
    with pytest.raises(ConfigError, match=r"ODD_EITHER \(or either\): input should be a number"):
        Odd(either=True)


def test_an_assertion_of_a_check_is_a_fault_of_the_value() -> None:
    with pytest.raises(ConfigError, match=r"ODD_SMALL \(or small\): .*is too big"):
        Odd(small=7)


def test_the_name_self_is_unknown_as_any_other() -> None:
    with pytest.raises(ConfigError, match="self is not a setting"):
        Odd(self=1)  # type: ignore[call-arg]


def test_a_secret_of_pydantic_is_not_shown() -> None:
    sources = SettingSources(environment={"ODD_PASSWORD": "s3cret"})
    assert "s3cret" not in str(displayed_settings(Odd, {}, sources))
    with pytest.raises(ConfigError, match="password is a secret"):
        context_values(Odd, {"password": "s3cret"})


def test_a_setting_may_be_settings_or_a_list_of_secrets() -> None:
    made = Odd(toy=Toy(count=5), secrets=[Secret("s3cret")])
    assert (made.toy, made.secrets) == (Toy(count=5), ["s3cret"])
    assert "s3cret" not in repr(made)
    assert fields_of(Odd)["secrets"].is_secret
    with pytest.raises(ConfigError, match=r"ODD_TOY \(or toy\): input should be an instance of Toy"):
        Odd(toy=5)  # type: ignore[arg-type]
