"""The base class of every SDK's settings."""

from collections.abc import Mapping
from copy import deepcopy
from inspect import currentframe
from typing import Annotated, Any, ClassVar, NoReturn, Self, dataclass_transform

from attrs.exceptions import FrozenInstanceError

from seawall.core.redaction.secret import SecretMapping, hidden
from seawall.core.settings.precedence import ResolvedValue
from seawall.core.validation.closest_match import closest_match
from seawall.core.whole_import import import_whole
from seawall.runtime.settings.fields import MISFIT, REQUIRED, fast_value, fields_of, resolve_local_types
from seawall.runtime.settings.setting import Setting

__all__ = ["SdkSettings"]


# A type checker gives subclasses the constructor of a dataclass: keyword arguments, checked by name and type.
@dataclass_transform(kw_only_default=True, frozen_default=True)
class _FrozenFields:
    """Immutable values of declared fields, validated when they are made."""

    def __init__(self, /, **values: object) -> None:
        # Error reporters show local variables, and one value may be a secret.
        values = SecretMapping({name: hidden(value) for name, value in values.items()})
        self.__dict__.update(_checked_values(type(self), values, {}))

    @classmethod
    def from_resolved(cls, resolved: Mapping[str, ResolvedValue]) -> Self:
        """Make settings from values with an origin, which errors name. Raises ConfigError."""
        made = object.__new__(cls)
        values = SecretMapping({name: one.value for name, one in resolved.items()})
        made.__dict__.update(_checked_values(cls, values, resolved))
        return made

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
        )


def _known_preset(model: "type[SdkSettings]", value: str) -> str:
    if value in model.presets:
        return value
    near = f"; the nearest is {closest_match(value, model.presets)}" if model.presets else ""
    raise ValueError(f"there is no such preset{near}")


class SdkSettings(_FrozenFields):
    """Settings of an SDK: immutable; an unknown name is an error.

    A subclass annotates its fields, with a `Setting` in `Annotated` for a description, a range or a check. It
    names its `section` in contexts, its `environment_prefix` (`base_url` is then PREFIX + BASE_URL), its
    `presets`, in `if_missing` a further hint for a required setting that is missing, and in `aliases` other
    names that variables and contexts may have for a field. Raises ConfigError, which names each setting that
    does not fit.
    """

    section: ClassVar[str]
    environment_prefix: ClassVar[str]
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {}
    if_missing: ClassVar[Mapping[str, str]] = {}
    aliases: ClassVar[Mapping[str, str]] = {}

    preset: Annotated[str | None, Setting("Name of a set of defaults.", check=_known_preset)] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        frame = currentframe()
        # Subclasses may have an `__init_subclass__` that calls this one.
        while frame is not None and frame.f_code.co_name == "__init_subclass__":
            frame = frame.f_back
        if frame is not None and frame.f_locals is not frame.f_globals:
            resolve_local_types(cls, frame.f_locals)


def _checked_values(
    model: type[Any], values: Mapping[str, object], resolved: Mapping[str, ResolvedValue]
) -> dict[str, object]:
    """The value of each field of `model`; raises ConfigError for values that do not fit or are missing."""
    fields = fields_of(model)
    made = {
        name: fast_value(model, field, values[name]) if name in values else _own(field.default)
        for name, field in fields.items()
    }
    if not (values.keys() - made) and not any(
        value is MISFIT or value is REQUIRED for value in made.values()
    ):
        return made
    # Most settings need no conversion, and pydantic costs 80 ms.
    import_whole("seawall.runtime.settings.validation")
    from seawall.runtime.settings.validation import validated_values  # noqa: PLC0415

    return validated_values(model, values, resolved)


def _own(default: object) -> object:
    # Settings do not share a default that can change.
    return deepcopy(default) if isinstance(default, list | dict | set) else default
