"""What a user handed in is looked at when it is: a slip is told there, and not by the first call. Pure."""

from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import kind_of

__all__ = ["check_kind", "has_methods"]


def has_methods(value: object, *names: str) -> bool:
    """Whether `value` is a thing, and no class, with methods of these `names`."""
    is_thing = not isinstance(value, type)
    return is_thing and all(callable(getattr(value, name, None)) for name in names)


def check_kind(name: str, value: object, *, fits: bool, give: str) -> None:
    """Raise ConfigError where `value`, handed in as `name`, does not fit; `give` says what does."""
    if not fits:
        raise ConfigError(f"{name} is {kind_of(value)}. Give {give}.")
