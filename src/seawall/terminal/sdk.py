"""Description of an SDK for its commands, and the command of an SDK that runs.

Neither this module nor creating an `Sdk` imports pydantic or a client; commands load them when they run.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

import typer
from attrs import field, frozen

from seawall.core.errors import ConfigError, MaybeProcessedError
from seawall.core.settings.shell_command import option_words, shell_command
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.options import Output

if TYPE_CHECKING:
    from rich.console import RenderableType
    from typer.models import OptionInfo

    from seawall.runtime.settings.resolution import ResolvedSettings
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["AnyCommand", "ClientFactory", "Connections", "IdList", "Sdk", "SdkCommand"]


class _Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Closable)

# The key in `typer.Context.meta`, which all contexts of a command line share.
_RUNNING = "seawall.terminal.sdk"

ClientFactory = Callable[[Mapping[str, Any]], Any]
"""Creates a client of an SDK from the arguments of its constructor that a command line gives, see `Sdk`."""


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


@frozen
class IdList:
    """The command that lists ids, e.g. `run list`, and another reason why an id is not found.

    A word such as `{application_id}` stands for that argument of the command that failed.
    """

    words: str
    reason: str = ""


@frozen(kw_only=True)
class Sdk(Generic[S, C]):
    """Description of an SDK for its commands.

    `command` is the command prefix, e.g. `seawall platform`; `server` is the name of the server in messages;
    `environment_prefix` is the prefix of its environment variables. `settings` returns the settings class.
    `client` creates a client from the arguments of its constructor that the command line gives: `base_url`,
    `context`, and those of `options`, each of which may be None. `options` are the options of its commands
    that are a setting too: the type of a parameter, by the name of the setting. `lists` are the commands that
    list ids, by the path of the API up to the id. `user_group` is the group of `login`, `logout` and
    `whoami`; it is empty if they are commands of the SDK itself.
    """

    name: str
    command: str
    server: str
    environment_prefix: str
    settings: Callable[[], "type[S]"]
    client: Callable[[Mapping[str, Any]], C]
    options: Mapping[str, Any] = field(factory=dict, eq=False)
    lists: Mapping[str, "IdList"] = field(factory=dict, eq=False)
    user_group: str = "user"

    def client_for(self, context: typer.Context, url: str | None) -> C:
        """Create a client; close it, or use it in a `with` block. Raises ConfigError."""
        return SdkCommand(self, context, {"base_url": url}).new_client()

    def settings_for(self, context: typer.Context, url: str | None) -> "ResolvedSettings[S]":
        """Resolve the settings for the server at `url`, each with its origin. Raises ConfigError."""
        return SdkCommand(self, context, {"base_url": url}).settings()

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

    def url_option(self) -> "OptionInfo":
        """Create `--url`, for `Annotated[str | None, …]`."""
        option: OptionInfo = typer.Option(
            "--url",
            metavar="URL",
            help=f"Root URL of the {self.server}. Default: {self.environment_prefix}BASE_URL.",
        )
        return option


@frozen(eq=False)
class SdkCommand(Generic[S, C]):
    """The command of an SDK that runs: its client, its output, and hints for the next step.

    `given` are `base_url` and the `options` of the SDK, as the command line gives them.
    """

    sdk: Sdk[S, C]
    context: typer.Context
    given: Mapping[str, Any]
    output: Output = Output.TABLE

    @classmethod
    def of(cls, context: typer.Context) -> "AnyCommand | None":
        """The command that made a client or settings in the command line of `context`; None without one."""
        found = context.meta.get(_RUNNING)
        return found if isinstance(found, SdkCommand) else None

    @cached_property
    def client(self) -> C:
        """The client, made at the first use and closed when the command ends. Raises ConfigError."""
        client = self.new_client()
        self.context.call_on_close(client.close)
        return client

    def new_client(self) -> C:
        """Create a client, which the caller closes. Raises ConfigError."""
        self.context.meta[_RUNNING] = self
        connections = Connections.of(self.context)
        factory: ClientFactory = connections.clients.get(self.sdk.name, self.sdk.client)
        return cast("C", factory({**self.given, "context": connections.context_name}))

    def settings(self) -> "ResolvedSettings[S]":
        """The settings of the command, each with its origin. Raises ConfigError."""
        self.context.meta[_RUNNING] = self
        # Imported late: 24 ms, which `seawall --help` does not need.
        from seawall.runtime.settings.resolution import resolve  # noqa: PLC0415
        from seawall.runtime.settings.sources import load_sources  # noqa: PLC0415

        name = Connections.of(self.context).context_name
        sources = load_sources(context=name, prefix=self.sdk.environment_prefix)
        return resolve(self.sdk.settings(), self.given, sources)

    def show(self, data: object, *parts: "RenderableType") -> None:
        """Print `data` as JSON, or its human-readable `parts`, as the option --output says.

        A program that reads the output receives it at once, also if the command goes on.
        """
        # Imported late: rich takes 45 ms, and `seawall --help` needs none of it.
        from seawall.terminal.screen import show_as  # noqa: PLC0415

        show_as(self.output, data, *parts)
        sys.stdout.flush()

    def next(self, *words: str) -> str:
        """The text of another command of the SDK, for the user to type next, quoted for a shell.

        It has the `--context`, the `--url` and the options of the SDK that this command has.
        """
        return self._text(*words, *self._option_words())

    def user_command(self, name: str) -> str:
        """The text of the command `login`, `logout` or `whoami`, as `next`."""
        return self._text(*self.sdk.user_group.split(), name)

    def hint(self, text: str, *words: str) -> str:
        """A sentence that ends with a command to type next: `To follow it: seawall agents run follow 7`."""
        return f"{text}: {self.next(*words)}"

    def lists_of(self, path: str) -> "Iterator[tuple[str, str]]":
        """The commands that list the ids in the path template of a failed call, and their reasons.

        The last id comes first. A list of which this command does not have the arguments is left out.
        """
        for start, each in sorted(self.sdk.lists.items(), reverse=True):
            if path == start or (start.endswith("}") and path.startswith(f"{start}/")):
                with suppress(KeyError):
                    words = [word.format_map(self.context.params) for word in each.words.split()]
                    yield self.next(*words), each.reason

    def may_be_done(self, text: str, *words: str) -> AbstractContextManager[None]:
        """Add a hint, as `hint`, to an error or Ctrl-C in the block after which the server may have acted."""
        return on_interrupt(self.hint(text, *words), MaybeProcessedError)

    def _text(self, *words: str) -> str:
        name = Connections.of(self.context).context_name
        return shell_command(self.sdk.command, *words, context=name, url=self.given.get("base_url"))

    def _option_words(self) -> Iterator[str]:
        names = {str(each.name): each.opts[0] for each in self.context.command.params}
        for name in self.sdk.options:
            value = self.given.get(name)
            yield from option_words(names.get(name, ""), None if value is None else str(value))


AnyCommand = SdkCommand[Any, Any]
"""A command of any SDK."""
