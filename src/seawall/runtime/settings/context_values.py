"""Settings that somebody typed, made fit for a context: checked one by one, numbers and booleans as such."""

import tomllib
from collections.abc import Mapping

from pydantic import ValidationError

from seawall.core.errors import ConfigError
from seawall.core.settings.precedence import Source, name_faults
from seawall.runtime.settings.settings import SdkSettings, is_secret, setting_faults

__all__ = ["context_values"]


def context_values(model: type[SdkSettings], texts: Mapping[str, str]) -> dict[str, object]:
    """The values that `texts` stand for, by field. A context may leave out what `model` requires.

    Raises ConfigError, which names each setting that is unknown, out of range or a secret.
    """
    faults = [*name_faults([Source(place="argument", values=texts)], model.model_fields)]
    faults += [
        f"{name} is a secret, and contexts are plain text. Log in instead, or set "
        f"{model.environment_prefix}{name.upper()}"
        for name in texts
        if is_secret(model, name)
    ]
    if not faults:
        faults = _faults(model, texts)
    if faults:
        raise ConfigError(f"{'; '.join(faults)}.")
    literals = {name: _literal(text) for name, text in texts.items()}
    return {name: texts[name] if _faults(model, {name: value}) else value for name, value in literals.items()}


def _faults(model: type[SdkSettings], values: Mapping[str, object]) -> list[str]:
    try:
        model.model_validate(dict(values))
    except ConfigError as error:
        fault = error.__cause__
        return setting_faults(model, fault, skip_missing=True) if isinstance(fault, ValidationError) else []
    return []


def _literal(text: str) -> object:
    """`text` as TOML has it where that is a number or a boolean."""
    try:
        value = tomllib.loads(f"value = {text}").get("value")
    except tomllib.TOMLDecodeError:
        return text
    return value if isinstance(value, bool | int | float) else text
