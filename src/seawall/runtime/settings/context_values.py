"""Settings that a user typed, checked and converted for a context: numbers and booleans as such."""

import tomllib
from collections.abc import Mapping

from seawall.core.errors import ConfigError
from seawall.core.settings.precedence import Source, name_faults
from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.name_checks import is_secret
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.validation import setting_faults

__all__ = ["context_values"]


def context_values(model: type[SdkSettings], texts: Mapping[str, str]) -> dict[str, object]:
    """Convert `texts` to the values of their fields. A context may leave out settings that `model` requires.

    Raises ConfigError, which names each setting that is unknown, out of range or a secret.
    """
    typed = Source(place="argument", values=texts).without_aliases(model.aliases)
    texts = {name: str(text) for name, text in typed.values.items()}
    faults = [*name_faults([typed], fields_of(model))]
    faults += [
        f"{name} is a secret, and contexts are plain text. Log in instead, or set "
        f"{model.environment_prefix}{name.upper()}"
        for name in texts
        if is_secret(model, name)
    ]
    if not faults:
        faults = setting_faults(model, texts)
    if faults:
        raise ConfigError(f"{'; '.join(faults)}.")
    literals = {name: _literal(text) for name, text in texts.items()}
    return {
        name: texts[name] if setting_faults(model, {name: value}) else value
        for name, value in literals.items()
    }


def _literal(text: str) -> object:
    """`text` as a number or boolean if TOML reads it as one."""
    try:
        value = tomllib.loads(f"value = {text}").get("value")
    except tomllib.TOMLDecodeError:
        return text
    return value if isinstance(value, bool | int | float) else text
