"""Description of an SDK for its commands: client, settings and options.

Neither this module nor creating an `Sdk` imports pydantic or a client; commands load them when they run.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import typer
from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.core.settings.shell_command import shell_command

if TYPE_CHECKING:
    from typer.models import OptionInfo

    from seawall.runtime.settings.resolution import ResolvedSettings
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["ClientFactory", "Connections", "Sdk", "SdkCommand", "overriding_token", "token_origin"]

S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C")

# The key in `typer.Context.meta`, which all contexts of a command line share.
_RUNNING = "seawall.terminal.sdk"

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
    `client` creates a client from a URL and the name of a settings context; both may be None. `lists` are the
    commands that list ids, e.g. `run list`. `user_group` is the group of `login`, `logout` and `whoami`; it
    is empty if they are commands of the SDK itself.
    """

    name: str
    command: str
    server: str
    environment_prefix: str
    settings: Callable[[], "type[S]"]
    client: Callable[[str | None, str | None], C]
    lists: tuple[str, ...] = ()
    user_group: str = "user"

    def client_for(self, context: typer.Context, url: str | None) -> C:
        """Create the client of a command; close it, or use it in a `with` block. Raises ConfigError."""
        self._note_command(context, url)
        connections = Connections.of(context)
        factory = connections.clients.get(self.name)
        if factory is None:
            return self.client(url, connections.context_name)
        client: C = factory(url)
        return client

    def settings_for(self, context: typer.Context, url: str | None) -> "ResolvedSettings[S]":
        """Resolve the settings for the server at `url`, each with its origin. Raises ConfigError."""
        self._note_command(context, url)
        # Imported late: 24 ms, which `seawall --help` does not need.
        from seawall.runtime.settings.resolution import resolve  # noqa: PLC0415
        from seawall.runtime.settings.sources import load_sources  # noqa: PLC0415

        sources = load_sources(context=Connections.of(context).context_name, prefix=self.environment_prefix)
        return resolve(self.settings(), {"base_url": url}, sources)

    def store_setting(self, context: typer.Context, name: str, value: int | str) -> tuple[str, str | None]:
        """Store a setting for later commands in the context that they use.

        Without any context, a context `default` is made and becomes the current one. Returns the name of the
        context, and the origin of another value that takes precedence, or None. Raises ConfigError.
        """
        # Imported late: 24 ms, and few commands store a setting.
        from seawall.runtime.settings.contexts import ContextFile  # noqa: PLC0415
        from seawall.runtime.settings.sources import load_sources  # noqa: PLC0415

        file = ContextFile()
        wanted = Connections.of(context).context_name
        used = load_sources(context=wanted, prefix=self.environment_prefix).context
        if used is None and file.read().entries:
            raise ConfigError("No context is the current one. Choose: seawall context use NAME")
        stored = "default" if used is None else used.name
        file.add(stored, self.name, {name: value})
        if used is None:
            file.use(stored)
        resolved = self.settings_for(context, None)
        return stored, None if getattr(resolved.settings, name) == value else resolved.origins[name]

    def next_command(self, context: typer.Context, *words: str) -> str:
        """The text of another command of the SDK, for the user to type next.

        It has the `--context` and `--url` of the command of `context`, and is quoted for a shell.
        """
        return shell_command(
            self.command,
            *words,
            context=Connections.of(context).context_name,
            url=context.params.get("url"),
        )

    def user_words(self, name: str) -> tuple[str, ...]:
        """The words of `login`, `logout` or `whoami` after the command prefix."""
        return (*self.user_group.split(), name)

    def _note_command(self, context: typer.Context, url: str | None) -> None:
        context.meta[_RUNNING] = SdkCommand(self, context, url)

    def url_option(self) -> "OptionInfo":
        """Create `--url`, for `Annotated[str | None, …]`."""
        option: OptionInfo = typer.Option(
            "--url",
            metavar="URL",
            help=f"Root URL of the {self.server}. Default: {self.environment_prefix}BASE_URL.",
        )
        return option


@frozen(eq=False)
class SdkCommand:
    """The command of an SDK that runs in a command line, for hints after its error."""

    sdk: Sdk[Any, Any]
    context: typer.Context
    url: str | None

    @classmethod
    def of(cls, context: typer.Context) -> "SdkCommand | None":
        """The command that made a client or settings in the command line of `context`; None without one."""
        found = context.meta.get(_RUNNING)
        return found if isinstance(found, cls) else None

    def next(self, *words: str) -> str:
        """The text of another command of the same SDK; see `Sdk.next_command`."""
        return self.sdk.next_command(self.context, *words)

    def settings(self) -> "ResolvedSettings[Any]":
        """The settings of the command, each with its origin. Raises ConfigError."""
        return self.sdk.settings_for(self.context, self.url)


def token_origin(resolved: "ResolvedSettings[Any]") -> str:
    """Describe the setting `token` by its origin: `The token in SEAWALL_PLATFORM_TOKEN (environment)`."""
    source, _, name = resolved.origins.get("token", "settings").rpartition(" ")
    return f"The token in {name} ({source})" if source else f"The token ({name})"


def overriding_token(resolved: "ResolvedSettings[Any]") -> str | None:
    """Describe the token that commands use in place of the login, by its origin; None if there is none."""
    # Settings without logins have neither.
    if getattr(resolved.settings, "token", None) is not None:
        return token_origin(resolved)
    file = getattr(resolved.settings, "access_token_file", None)
    return None if file is None else f"The token in {file} ({resolved.origins['access_token_file']})"
