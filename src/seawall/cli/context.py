"""`seawall context`: named sets of settings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.core.errors import InputError
from seawall.core.redaction.redact import redact
from seawall.core.settings.shell_command import shell_command
from seawall.core.validation.closest_match import closest_match
from seawall.runtime.settings.contexts import ContextFile, Contexts
from seawall.runtime.settings.display import displayed_settings
from seawall.runtime.settings.sources import load_sources
from seawall.sdks.agents.settings import Settings as AgentsSettings
from seawall.sdks.platform.settings import Settings as PlatformSettings
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.shown_settings import settings_json, settings_table
from seawall.terminal.options import OutputOption, YesOption
from seawall.terminal.prompts import confirm
from seawall.terminal.screen import Output, facts, heading, note, show, show_json, table
from seawall.terminal.sdk import Connections

if TYPE_CHECKING:
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["add", "context_app", "list_contexts", "remove", "show_context", "use"]

context_app = new_app("Manage named sets of settings.")

_NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of the context.", show_default=False)
]


def _models() -> dict[str, "type[SdkSettings]"]:
    """The settings class of each SDK, by its name in contexts."""
    return {model.section: model for model in (PlatformSettings, AgentsSettings)}


@context_app.command("list")
def list_contexts(output: OutputOption = Output.TABLE) -> None:
    """List the contexts and mark the current one."""
    contexts = ContextFile().read()
    if output is Output.JSON:
        show_json({"file": contexts.path, "current": contexts.current, "contexts": _sections(contexts)})
        return
    rows = [
        ("*" if name == contexts.current else "", name, ", ".join(context.sections))
        for name, context in contexts.entries.items()
    ]
    show(table(["", "NAME", "SDKS"], rows))
    if not rows:
        note(f"There is no context in {contexts.path}. To add one: seawall context add dev base_url=URL")


@context_app.command(epilog="\b\nExample:\n  seawall context use dev")
def use(name: _NameArgument) -> None:
    """Make a context the current one: all commands without --context use it."""
    ContextFile().use(name)
    note(f"The current context is {name}.")


@context_app.command(
    epilog="\b\nExamples:\n  seawall context add dev base_url=http://127.0.0.1:8000 preset=development\n"
    "  seawall context add dev attempts=2"
)
def add(
    name: _NameArgument,
    settings: Annotated[
        list[str],
        typer.Argument(metavar="KEY=VALUE...", help="Settings, e.g. base_url=URL.", show_default=False),
    ],
    sdk: Annotated[
        str, typer.Option("--sdk", metavar="SDK", help="SDK that the settings are for.")
    ] = "platform",
) -> None:
    """Add settings to a context, which is created if it does not exist.

    Secrets are refused, because the file is plain text. Log in, or set them in the environment.
    """
    # Imported late: 110 ms for pydantic, which only this command needs.
    from seawall.runtime.settings.context_values import context_values  # noqa: PLC0415

    models = _models()
    if sdk not in models:
        raise InputError(f"{redact(sdk)!r} is not an SDK; the nearest is {closest_match(sdk, models)}.")
    file = ContextFile()
    values = context_values(models[sdk], _pairs(settings))
    file.add(name, sdk, values)
    note(f"Added {', '.join(values)} to context {name} in {file.path}.")
    if file.read().current != name:
        note(f"To use it: {shell_command('seawall context use', name)}")


@context_app.command("rm")
def remove(
    name: _NameArgument,
    yes: YesOption = False,
) -> None:
    """Remove a context. Asks for confirmation if it is the current one."""
    file = ContextFile()
    contexts = file.read()
    # Raises for an unknown name, before the question.
    contexts.select(name)
    is_current = name == contexts.current
    question = f"{name} is the current context. Remove it?"
    if is_current and not yes and not confirm(question, why="Removing the current context"):
        note("Nothing was removed.")
        raise typer.Exit
    file.remove(name)
    note(f"Removed {name}.")
    if is_current:
        note(_next_step(contexts, name))


@context_app.command("show", epilog="\b\nExample:\n  seawall context show dev")
def show_context(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Name of the context. Default: the current one.", show_default=False
        ),
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show every setting, its value and its origin. Secrets are masked."""
    sources = load_sources(context=name or Connections.of(context).context_name)
    used = sources.context.name if sources.context else None
    shown = {sdk: displayed_settings(model, {}, sources) for sdk, model in _models().items()}
    if output is Output.JSON:
        settings = {sdk: settings_json(rows) for sdk, rows in shown.items()}
        show_json({"context": used, "file": ContextFile().path, "settings": settings})
        return
    show(facts([("Context", used or "none"), ("File", str(ContextFile().path))]))
    for sdk, rows in shown.items():
        show(heading(sdk), settings_table(rows))


def _sections(contexts: Contexts) -> dict[str, object]:
    return {
        name: {"sdks": list(context.sections), "current": name == contexts.current}
        for name, context in contexts.entries.items()
    }


def _pairs(settings: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in settings:
        key, equals, value = text.partition("=")
        if not (key and equals and value):
            raise InputError(f"{redact(key)!r} has no value. Give KEY=VALUE, e.g. base_url=URL.")
        # Accept the spelling of environment variables and options too: BASE_URL, base-url.
        pairs[key.lower().replace("-", "_")] = value
    return pairs


def _next_step(contexts: Contexts, removed: str) -> str:
    others = [name for name in contexts.entries if name != removed]
    if not others:
        return "There is no current context now, and no other context."
    return (
        f"There is no current context now. To use another: {shell_command('seawall context use', others[0])}"
    )
