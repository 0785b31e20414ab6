"""Fields of a settings class: name, type, range, default and check, read from its annotations.

One declaration has two readers. `fast_value` accepts plain values in microseconds, without pydantic, whose
import takes as long as half of a client's start. pydantic converts or rejects all other values;
`seawall.runtime.settings.validation` builds its model from the same fields.
"""

import math
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Union, cast, get_args, get_origin, get_type_hints

from attrs import frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.setting import Setting

__all__ = ["MISFIT", "REQUIRED", "SettingField", "fast_value", "fields_of", "resolve_local_types"]

_PYDANTIC_SECRETS = frozenset({"SecretBytes", "SecretStr"})

REQUIRED = object()
"""The default of a field that has none."""

MISFIT = object()
"""The result of `fast_value` for a value that pydantic has to convert or reject."""


_LOCAL_HINTS: dict[type[object], dict[str, Any]] = {}


@frozen(eq=False, repr=False)
class SettingField:
    """A field of a settings class. `kind` is its type without None; `others` are annotations for pydantic."""

    name: str
    kind: Any
    is_optional: bool
    default: object
    settings: tuple[Setting, ...]
    others: tuple[object, ...]

    @property
    def description(self) -> str:
        """The sentence for people; empty if there is none."""
        return next((one.description for one in self.settings if one.description), "")

    @property
    def is_secret(self) -> bool:
        """True if values must not be shown, also inside of a list or a union."""
        return _holds_secret(self.kind)


def fields_of(model: type[object]) -> Mapping[str, SettingField]:
    """The fields of a settings class by name, those of its base classes first."""
    return _fields_of(cast("Hashable", model))


def resolve_local_types(model: type[object], names: Mapping[str, object]) -> None:
    """Resolve annotations of a class that is defined in a function; `names` are the function's variables.

    Otherwise, postponed annotations (PEP 563) find the names of the module only.
    """
    try:
        get_type_hints(model)
    except NameError:
        # A name that is defined later is an error when the fields are read.
        with suppress(NameError):
            _LOCAL_HINTS[model] = get_type_hints(model, localns=dict(names), include_extras=True)


@cache
def _fields_of(model: Any) -> Mapping[str, SettingField]:
    hints = _LOCAL_HINTS.get(model) or get_type_hints(model, include_extras=True)
    return {
        name: _field(name, hint, _default(model, name))
        for name, hint in hints.items()
        if hint is not ClassVar and get_origin(hint) is not ClassVar
    }


def fast_value(model: type[object], field: SettingField, value: object) -> object:
    """Convert `value` for `field` of `model`; returns MISFIT if pydantic has to convert or reject it.

    It accepts fewer values than pydantic, and gives the same result for those.
    """
    if value is None:
        return None if field.is_optional else MISFIT
    convert = _CONVERSIONS.get(field.kind)
    if convert is None or field.others:
        return MISFIT
    try:
        made: Any = convert(value)
        for one in field.settings if made is not MISFIT else ():
            too_small = one.least is not None and not made >= one.least
            if too_small or (one.most is not None and not made <= one.most):
                return MISFIT
            made = one.check(model, made) if one.check else made
    # As pydantic, which takes an AssertionError of a check for a fault of the value, too. OverflowError: a
    # whole number beyond all floats.
    except (ValueError, AssertionError, OverflowError):
        return MISFIT
    return made


def _field(name: str, hint: object, default: object) -> SettingField:
    facts: list[object] = []
    kind, is_optional = _without_none(_without_facts(hint, facts))
    # `Annotated` may also be inside of `| None`.
    kind = _without_facts(kind, facts)
    settings = tuple(fact for fact in facts if isinstance(fact, Setting))
    others = tuple(fact for fact in facts if not isinstance(fact, Setting))
    return SettingField(name, kind, is_optional, default, settings, others)


def _without_facts(hint: Any, facts: list[object]) -> Any:
    if get_origin(hint) is not Annotated:
        return hint
    facts.extend(hint.__metadata__)
    return hint.__origin__


def _without_none(hint: Any) -> tuple[Any, bool]:
    parts = get_args(hint)
    if get_origin(hint) not in {Union, UnionType} or NoneType not in parts:
        return hint, False
    rest = tuple(part for part in parts if part is not NoneType)
    return Union[rest], True  # noqa: UP007 - the members are known at run time only


def _default(model: type[Any], name: str) -> object:
    """The default from the most derived class; an annotation without one makes the field required."""
    for base in model.__mro__:
        if name in vars(base):
            return _checked_default(model, name, vars(base)[name])
        # Not in `vars`: from Python 3.14 on, annotations are evaluated when they are read (PEP 649).
        if name in getattr(base, "__annotations__", {}):
            break
    return REQUIRED


def _checked_default(model: type[Any], name: str, default: object) -> object:
    # `name: int = Field(default=3)` is a habit from pydantic; the field object would become the value.
    if type(default).__module__.partition(".")[0] == "pydantic":
        raise ConfigError(
            f"{model.__name__}.{name} has a pydantic field as its default. Put the field into Annotated, and "
            "give the default itself."
        )
    return default


def _text(value: object) -> object:
    # A client hides its arguments; a setting that is no secret may be shown.
    return str(value) if type(value) in {str, Secret} else MISFIT


def _holds_secret(kind: Any) -> bool:
    # pydantic's SecretStr by its name: pydantic may not be loaded.
    is_one = kind is Secret or getattr(kind, "__name__", "") in _PYDANTIC_SECRETS
    return is_one or any(_holds_secret(part) for part in get_args(kind))


# Only exact types, here and in `_path`: the text of a subclass, e.g. of an enum, may not be its value.
def _secret(value: object) -> object:
    return Secret(value) if type(value) in {str, Secret} else MISFIT


def _path(value: object) -> object:
    return Path(value) if type(value) is str or isinstance(value, Path) else MISFIT


def _whole(value: object) -> object:
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() else MISFIT
    return value if type(value) is int else MISFIT


def _number(value: object) -> object:
    if isinstance(value, str):
        return float(value) if value.isascii() and value.replace(".", "", 1).isdigit() else MISFIT
    if not isinstance(value, int | float) or isinstance(value, bool):
        return MISFIT
    number = float(value)
    return number if math.isfinite(number) else MISFIT


_SWITCHES: Mapping[object, bool] = {"true": True, "false": False, "1": True, "0": False}


def _switch(value: object) -> object:
    return (
        value
        if isinstance(value, bool)
        else _SWITCHES.get(value, MISFIT)
        if isinstance(value, str)
        else MISFIT
    )


_CONVERSIONS: Mapping[Any, Callable[[object], object]] = {
    str: _text,
    Secret: _secret,
    Path: _path,
    int: _whole,
    float: _number,
    bool: _switch,
}
