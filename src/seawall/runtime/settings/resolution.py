"""Resolution of settings: the first source that has a value wins."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import SecretMapping
from seawall.core.validation.arguments import describe_type
from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.source_values import resolved_values
from seawall.runtime.settings.sources import SettingSources, load_sources

__all__ = ["ResolvedSettings", "client_settings", "read_settings", "resolve"]

S = TypeVar("S", bound=SdkSettings)


@frozen(eq=False)
class ResolvedSettings(Generic[S]):
    """Settings, and the origin of each field's value."""

    settings: S
    origins: Mapping[str, str]


def read_settings(model: type[S], given: Mapping[str, object], *, context: str | None = None) -> S:
    """Make settings from `given` arguments, the process environment, `.env` and the context.

    None counts as not given. `context` is the name of one; by default SEAWALL_CONTEXT or the current one
    applies. Raises ConfigError, which names each setting that does not fit.
    """
    given = SecretMapping(given)
    sources = load_sources(context=context, prefix=getattr(model, "environment_prefix", "SEAWALL_"))
    return model.from_resolved(resolved_values(model, given, sources))


def client_settings(
    model: type[S], settings: S | None, given: Mapping[str, object], *, context: str | None = None
) -> S:
    """The settings of a client: `settings` if the user passed them, else the result of `read_settings`.

    Raises ConfigError if `settings` is not a `model`, or if other arguments are `given` too.
    """
    given = SecretMapping(given)
    if settings is None:
        return read_settings(model, given, context=context)
    if not isinstance(settings, model):
        expected = f"{model.__module__}.{model.__name__}"
        raise ConfigError(f"settings is {describe_type(settings)}. Give a {expected}.")
    others = [name for name, value in {**given, "context": context}.items() if value is not None]
    if others:
        raise ConfigError(f"settings are given, and {', '.join(others)} too: put them into the settings.")
    return settings


def resolve(model: type[S], given: Mapping[str, object], sources: SettingSources) -> ResolvedSettings[S]:
    """Make settings from `given` arguments (None counts as not given) and `sources`, with their origins.

    Raises ConfigError, which names each setting that is unknown, missing, out of range, or a secret in the
    contexts file.
    """
    given = SecretMapping(given)
    values = resolved_values(model, given, sources)
    origins = {name: values[name].origin if name in values else "default" for name in fields_of(model)}
    return ResolvedSettings(model.from_resolved(values), origins)
