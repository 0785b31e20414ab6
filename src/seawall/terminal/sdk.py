"""Description of an SDK for its commands: client, settings and options.

Neither this module nor creating an `Sdk` imports pydantic or a client; commands load them when they run.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import typer
from attrs import field, frozen

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from seawall.runtime.settings.resolution import ResolvedSettings
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["ClientFactory", "Connections", "Sdk"]

S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C")

ClientFactory = Callable[[str | None], Any]
"""Creates a client of an SDK from the value of `--url`, or None."""


@frozen
class Connections:
    """The connection options of a command line, stored in `typer.Context.obj`.

    `context_name` is the settings context to use. `clients` replaces `Sdk.client`, by the name of the SDK;
    tests use it. Not hashable: `clients` is a mapping.
    """

    context_name: str | None = None
    clients: Mapping[str, ClientFactory] = field(factory=dict)

    @classmethod
    def of(cls, context: typer.Context) -> "Connections":
        """The connections of a command line; empty ones if it has none."""
        return context.find_object(Connections) or cls()


@frozen(kw_only=True)
class Sdk(Generic[S, C]):
    """Description of an SDK for its commands.

    `command` is the command prefix, e.g. `seawall platform`; `server` is the name of the server in messages;
    `environment_prefix` is the prefix of its environment variables. `settings` returns the settings class.
    `client` creates a client from a URL and the name of a settings context; both may be None.
    """

    name: str
    command: str
    server: str
    environment_prefix: str
    settings: Callable[[], "type[S]"]
    client: Callable[[str | None, str | None], C]

    def client_for(self, context: typer.Context, url: str | None) -> C:
        """Create the client of a command; close it, or use it in a `with` block. Raises ConfigError."""
        connections = Connections.of(context)
        factory = connections.clients.get(self.name)
        if factory is None:
            return self.client(url, connections.context_name)
        client: C = factory(url)
        return client

    def settings_for(self, context: typer.Context, url: str | None) -> "ResolvedSettings[S]":
        """Resolve the settings for the server at `url`, each with its origin. Raises ConfigError."""
        # Imported late: 24 ms, which `seawall --help` does not need.
        from seawall.runtime.settings.resolution import resolve  # noqa: PLC0415
        from seawall.runtime.settings.sources import load_sources  # noqa: PLC0415

        sources = load_sources(context=Connections.of(context).context_name)
        return resolve(self.settings(), {"base_url": url}, sources)

    def url_option(self) -> "OptionInfo":
        """Create `--url`, for `Annotated[str | None, …]`."""
        option: OptionInfo = typer.Option(
            "--url",
            metavar="URL",
            help=f"Root URL of the {self.server}. Default: {self.environment_prefix}BASE_URL.",
        )
        return option
