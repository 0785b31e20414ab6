"""A setting that a command stores for later commands, in the context that they use."""

from typing import TYPE_CHECKING, TypeVar

import typer

from seawall.core.errors import ConfigError
from seawall.runtime.settings.contexts import ContextFile
from seawall.runtime.settings.sources import load_sources
from seawall.terminal.screen import note
from seawall.terminal.sdk import Connections, Sdk

if TYPE_CHECKING:
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["store_setting"]

S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C")

_DEFAULT = "default"


def store_setting(context: typer.Context, sdk: Sdk[S, C], name: str, value: int | str) -> str:
    """Store a setting of `sdk` in the context of the command line, and return the name of that context.

    Without any context, a context `default` is made and becomes the current one. A note names a source that
    takes precedence with another value. Raises ConfigError.
    """
    file = ContextFile()
    used = load_sources(context=Connections.of(context).context_name, prefix=sdk.environment_prefix).context
    if used is None and file.read().entries:
        raise ConfigError("There are contexts, and none is the current one. Choose: seawall context use NAME")
    stored = _DEFAULT if used is None else used.name
    file.add(stored, sdk.name, {name: value})
    if used is None:
        file.use(stored)
    resolved = sdk.settings_for(context, None)
    if getattr(resolved.settings, name) != value:
        note(
            f"{name} of {resolved.origins[name]} overrides the context. Unset it to use the context.",
            label="Note:",
            style="bold",
        )
    return stored
