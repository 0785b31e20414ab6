"""An SDK as its commands know it: where they get their client and their settings from, and its options.

This module and what stands here load neither pydantic nor a client: an SDK is asked for them when a command
needs them.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import typer
from attrs import field, frozen

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from seawall.runtime.settings.resolution import ResolvedSettings
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["ClientMaker", "Connections", "Sdk"]

S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C")

ClientMaker = Callable[[str | None], Any]
"""Makes a client of an SDK from the URL that a command was given, or None."""


@frozen
class Connections:
    """What a command line keeps in `typer.Context.obj`: the context of settings that was asked for, if any.

    `clients` has, by an SDK's name, what makes its clients in place of `Sdk.client`; tests hand theirs in.
    """

    context_name: str | None = None
    clients: Mapping[str, ClientMaker] = field(factory=dict)

    @classmethod
    def of(cls, context: typer.Context) -> "Connections":
        """Those of this command line; none where nobody has set them."""
        return context.find_object(Connections) or cls()


@frozen(kw_only=True)
class Sdk(Generic[S, C]):
    """What the commands of one SDK have in common.

    `command` is what people type before a command of it, `seawall platform`; `server` what they call the
    system that it talks to, `platform`; its variables begin with `environment_prefix`. `settings` gives the
    class of its settings, `client` makes a client from a URL and the name of a context, each None where it
    was not given.
    """

    name: str
    command: str
    server: str
    environment_prefix: str
    settings: Callable[[], "type[S]"]
    client: Callable[[str | None, str | None], C]

    def client_for(self, context: typer.Context, url: str | None) -> C:
        """The client of a command; close it, or use it in a `with` block. Raises ConfigError."""
        connections = Connections.of(context)
        make = connections.clients.get(self.name)
        if make is None:
            return self.client(url, connections.context_name)
        client: C = make(url)
        return client

    def settings_for(self, context: typer.Context, url: str | None) -> "ResolvedSettings[S]":
        """The settings for the server at `url`, each with its origin; raises ConfigError."""
        # Imported here: pydantic takes longer than the rest of a command's start.
        from seawall.runtime.settings.resolution import resolve  # noqa: PLC0415
        from seawall.runtime.settings.sources import load_sources  # noqa: PLC0415

        sources = load_sources(context=Connections.of(context).context_name)
        return resolve(self.settings(), {"base_url": url}, sources)

    def url_option(self) -> "OptionInfo":
        """`--url`; for `Annotated[str | None, …]`."""
        option: OptionInfo = typer.Option(
            "--url",
            metavar="URL",
            help=f"Root URL of the {self.server}; {self.environment_prefix}BASE_URL if not given.",
        )
        return option
