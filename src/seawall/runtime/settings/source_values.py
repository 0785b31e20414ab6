"""The values that setting sources give, with their origins, before validation."""

from collections.abc import Mapping

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import SecretMapping
from seawall.core.settings.precedence import ResolvedValue, Source, first_set
from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.name_checks import check_names
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.sources import SettingSources

__all__ = ["resolved_values"]


def resolved_values(
    model: type[SdkSettings], given: Mapping[str, object], sources: SettingSources
) -> dict[str, ResolvedValue]:
    """The value of each setting as its source has it, not yet converted; settings with defaults are absent.

    Raises ConfigError if a name is unknown or misspelt.
    """
    given = SecretMapping(given)
    layers = _layers(model, given, sources)
    check_names(model, layers, sources)
    known = fields_of(model)
    # Without variables of other programs.
    values = {name: one for name, one in first_set(layers).items() if name in known}
    preset = values.get("preset")
    name = str(preset.value) if preset is not None else ""
    # The validation of the settings reports an unknown preset, together with all other faults.
    defaults = Source(place=f"preset {name}", values=model.presets.get(name, {}))
    return {**first_set([defaults]), **values}


def _layers(model: type[SdkSettings], given: Mapping[str, object], sources: SettingSources) -> list[Source]:
    for name in ("section", "environment_prefix"):
        if not isinstance(getattr(model, name, None), str):
            raise ConfigError(f"{model.__name__} has no {name}. Give the class one.")
    prefix, context = model.environment_prefix, sources.context
    layers = [
        Source(place="argument", values={name: value for name, value in given.items() if value is not None}),
        Source.of_environment("environment", sources.environment, prefix),
        Source.of_environment(".env", sources.dotenv, prefix),
    ]
    if context is not None:
        values = context.sections.get(model.section, {})
        layers.append(Source(place=f"context {context.name}", values=values))
    return [layer.without_aliases(model.aliases) for layer in layers]
