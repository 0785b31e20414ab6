"""Fields read from annotations, and the values that need no pydantic."""

from pathlib import Path
from typing import Annotated, Any, ClassVar

from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.fields import MISFIT, REQUIRED, fast_value, fields_of
from seawall.runtime.settings.setting import Setting


def _even(_: type[Any], value: int) -> int:
    if value % 2:
        raise ValueError("must be even")
    return value


class Base:
    section: ClassVar[str] = "toy"

    url: str
    token: Annotated[Secret | None, Setting("An access token.")] = None
    attempts: Annotated[int, Setting("Attempts.", least=1, most=10)] = 4


class Toy(Base):
    token: Secret
    attempts = 5
    timeout_s: Annotated[float | None, Setting(most=60), Setting("Seconds.")] = None
    even: Annotated[int, Setting(check=_even)] = 0
    folder: Path = Path()
    verbose: bool = False
    other: "list[str] | None" = None
    foreign: Annotated[int, "for pydantic"] = 0


FIELDS = fields_of(Toy)


def test_fields_are_in_the_order_of_declaration() -> None:
    assert [*FIELDS] == [
        *("url", "token", "attempts", "timeout_s", "even", "folder", "verbose", "other", "foreign")
    ]


def test_the_most_derived_class_decides_type_and_default() -> None:
    assert FIELDS["url"].default is REQUIRED
    # Annotated again, without a default.
    assert (FIELDS["token"].default, FIELDS["token"].is_optional) == (REQUIRED, False)
    assert fields_of(Base)["token"].default is None
    assert FIELDS["attempts"].default == 5


def test_facts_of_an_annotation() -> None:
    assert (FIELDS["timeout_s"].description, FIELDS["url"].description) == ("Seconds.", "")
    assert (FIELDS["timeout_s"].kind, FIELDS["timeout_s"].is_optional) == (float, True)
    assert [name for name, field in FIELDS.items() if field.is_secret] == ["token"]


VALUES: tuple[tuple[str, object, object], ...] = (
    ("url", "http://a", "http://a"),
    ("url", 7, MISFIT),
    ("url", None, MISFIT),
    ("token", "t", Secret("t")),
    ("token", b"t", MISFIT),
    ("attempts", 3, 3),
    ("attempts", "3", 3),
    ("attempts", "03", 3),
    ("attempts", " 3", MISFIT),
    ("attempts", "٣", MISFIT),
    ("attempts", 3.0, MISFIT),
    ("attempts", True, MISFIT),
    ("attempts", 11, MISFIT),
    ("attempts", "0", MISFIT),
    ("timeout_s", None, None),
    ("timeout_s", 5, 5.0),
    ("timeout_s", "2.5", 2.5),
    ("timeout_s", "1e1", MISFIT),
    ("timeout_s", ".", MISFIT),
    ("timeout_s", False, MISFIT),
    ("timeout_s", float("nan"), MISFIT),
    ("timeout_s", 10**400, MISFIT),
    ("timeout_s", 61, MISFIT),
    ("even", 4, 4),
    ("even", 3, MISFIT),
    ("folder", "a", Path("a")),
    ("folder", Path("a"), Path("a")),
    ("folder", 1, MISFIT),
    ("verbose", True, True),
    ("verbose", "false", False),
    ("verbose", "1", True),
    ("verbose", "yes", MISFIT),
    ("verbose", 1, MISFIT),
    ("other", ["a"], MISFIT),
    ("foreign", 1, MISFIT),
)


def test_values_that_need_no_pydantic() -> None:
    for name, value, stored in VALUES:
        made = fast_value(Toy, FIELDS[name], value)
        assert (made, type(made)) == (stored, type(stored)), (name, value)


def test_the_default_of_an_optional_field_needs_no_value() -> None:
    assert fast_value(Toy, FIELDS["other"], None) is None
