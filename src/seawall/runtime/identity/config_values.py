"""Single values of a configuration, by their key: `console.width`. Pure."""

from collections.abc import Mapping

from attrs import evolve

from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.core.validation.closest_match import closest_match, is_similar
from seawall.runtime.identity.config_document import ConfigDocument, Record

__all__ = ["SETTABLE", "shown_values", "value_of", "with_value"]

_HIDDEN = "(hidden)"
_SECRETS = frozenset({"access", "refresh", "secret"})
_LARGEST = 10_000
_SIMILAR = 0.6

SETTABLE = ("registry.url", "registry.username", "registry.secret", "console.width", "console.banner")
"""The keys that `with_value` takes. Logins and servers are saved by `login` and `server use`."""


def shown_values(document: ConfigDocument) -> dict[str, object]:
    """The values of a configuration by their key, in the order of the file; a secret is `(hidden)`."""
    return dict(_values("", document.data))


def value_of(document: ConfigDocument, key: str) -> object:
    """The value of a key, or the values below it by their key; raises InputError for an unknown key."""
    values = shown_values(document)
    if key in values:
        return values[key]
    below = {name: value for name, value in values.items() if name.startswith(f"{key}.")}
    if not below:
        raise InputError(f"{document.path} has no {key[:80]!r}.{_other_keys(key, values)}")
    return below


def _other_keys(key: str, values: Mapping[str, object]) -> str:
    if not values:
        return ""
    nearest = closest_match(key, values)
    if is_similar(key, nearest, cutoff=_SIMILAR):
        return f" The nearest is {nearest}."
    return f" It has {', '.join(dict.fromkeys(name.partition('.')[0] for name in values))}."


def with_value(document: ConfigDocument, key: str, text: str) -> ConfigDocument:
    """Set the value of a key of `SETTABLE`; raises InputError for another key, and for a wrong value."""
    if key not in SETTABLE:
        raise InputError(
            f"{key[:80]!r} can not be set; these can: {', '.join(SETTABLE)}. Logins and servers are saved by "
            "`login` and `server use`."
        )
    section, _, name = key.partition(".")
    changed = SecretMapping({**document.section(section), name: _typed(key, text)})
    return evolve(document, data=SecretMapping({**document.data, section: changed}))


def _typed(key: str, text: str) -> object:
    if key == "console.width":
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _LARGEST):
            raise InputError(f"console.width is {text[:80]!r}. Give a number of columns.")
        return int(text)
    if key == "console.banner":
        if text not in {"true", "false"}:
            raise InputError(f"console.banner is {text[:80]!r}. Give true or false.")
        return text == "true"
    return Secret(text)


def _values(place: str, record: Record) -> list[tuple[str, object]]:
    found = list[tuple[str, object]]()
    for name, value in record.items():
        key = f"{place}.{name}".lstrip(".")
        # The expiry of a token has the name of the token.
        is_secret = name in _SECRETS and isinstance(value, str)
        if isinstance(value, Mapping) and value:
            found += _values(key, value)
        else:
            found.append((key, _HIDDEN if is_secret and value else value))
    return found
