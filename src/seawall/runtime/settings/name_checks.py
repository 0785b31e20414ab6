"""Checks of the names in setting sources: unknown and misspelt names, and secrets in the contexts file."""

from collections.abc import Iterator, Sequence

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.core.settings.precedence import Source, misspellings, name_faults, prefix_faults, unknown_names
from seawall.runtime.loggers import part_logger
from seawall.runtime.settings.context import Context
from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.sources import SettingSources

__all__ = ["check_names", "is_secret"]

# Arguments, environment and `.env`: the first sources.
_VARIABLES = 3
# The similarity, of 1, from which a section counts as a misspelt one.
_CUTOFF = 0.8

_log = part_logger("seawall.settings")


def check_names(model: type[SdkSettings], layers: Sequence[Source], sources: SettingSources) -> None:
    """Raise ConfigError if a name is unknown or misspelt, or a secret is in the contexts file.

    A variable that is near no setting may belong to another program: it is logged as a warning.
    """
    context = sources.context
    faults = [
        *name_faults(layers, fields_of(model)),
        *_misspelt_prefixes(model, layers, sources),
        *_misplaced_secrets(model, context),
        *_misspelt_sections(model, context),
    ]
    if faults:
        raise ConfigError("; ".join(faults) + ".")
    for line in unknown_names(layers, fields_of(model)):
        _log.warning("%s.", line)


def is_secret(model: type[SdkSettings], name: str) -> bool:
    """Check that `model` has a field of this name that holds a secret."""
    field = fields_of(model).get(name)
    return field is not None and field.is_secret


def _misplaced_secrets(model: type[SdkSettings], context: Context | None) -> list[str]:
    if context is None:
        return []
    return [
        f"{name} is in context {context.name}, and that file is not for secrets. Delete it there and "
        f"set {model.environment_prefix}{name.upper()}"
        for name in context.sections.get(model.section, {})
        if is_secret(model, name)
    ]


def _misspelt_prefixes(
    model: type[SdkSettings], layers: Sequence[Source], sources: SettingSources
) -> Iterator[str]:
    # If an argument or variable gives a setting, a similar variable belongs to another program.
    prefix = model.environment_prefix
    given = {name for layer in layers[:_VARIABLES] for name in layer.values}
    missing = [name for name in fields_of(model) if name not in given]
    yield from prefix_faults("environment", sources.environment, prefix, missing)
    yield from prefix_faults(".env", sources.dotenv, prefix, missing)


def _misspelt_sections(model: type[SdkSettings], context: Context | None) -> list[str]:
    # Other sections belong to other SDKs, except one that looks like this SDK's own.
    if context is None:
        return []
    return [
        f"{redact(section)} in context {context.name} is not an SDK; the nearest is {model.section}"
        for section in misspellings(model.section, context.sections, cutoff=_CUTOFF)
    ]
