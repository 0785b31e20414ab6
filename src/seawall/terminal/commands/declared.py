"""Declares a command of an SDK as a function of the command that runs, which has the client.

The options `--url` and `--output` and those of the SDK are added to the options of the function.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import Parameter, Signature, signature
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, Protocol, TypeVar, get_type_hints

import typer
from rich.console import RenderableType

from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Output, note
from seawall.terminal.sdk import Sdk, SdkCommand

if TYPE_CHECKING:
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["Parts", "command_of", "examples_text"]

Parts = Iterable[RenderableType]
"""The human-readable form of data: tables, facts and texts, one below the other."""


class _Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Closable)
P = ParamSpec("P")
R = TypeVar("R")


def command_of(
    sdk: Sdk[S, C],
    app: typer.Typer,
    name: str | None = None,
    *,
    view: Callable[[R], Parts] | None = None,
    empty: str | None = None,
    examples: Sequence[str] = (),
    has_options: bool = True,
    hidden: bool = False,
) -> Callable[[Callable[Concatenate[SdkCommand[S, C], P], R]], Callable[Concatenate[SdkCommand[S, C], P], R]]:
    """Add the function to `app` as the command `name`, its own name if None.

    The function receives the running command, and its own arguments and options; its docstring is the help.
    The value that it returns is shown: as JSON, or as the parts that `view` makes of it. A function that
    returns None shows its output itself. `empty` is the message for an empty value. `examples` are lines of
    the help, without the command prefix of the SDK. Without `has_options` the options of the SDK are not
    added. A `hidden` command is not in the help: it is an earlier name of another one.
    """

    def declare(
        function: Callable[Concatenate[SdkCommand[S, C], P], R],
    ) -> Callable[Concatenate[SdkCommand[S, C], P], R]:
        options = sdk.options if has_options else {}
        call: Callable[..., R] = function

        def run(*, context: typer.Context, url: str | None, output: Output, **values: Any) -> None:
            given = {"base_url": url, **{name: values.pop(name) for name in options}}
            command = SdkCommand(sdk, context, given, output)
            value = call(command, **values)
            if value is None:
                return
            is_empty = empty is not None and not value
            # A table without rows says less than the note.
            command.show(value, *(view(value) if view and not is_empty else ()))
            if empty is not None and is_empty and output is Output.TABLE:
                note(empty)

        run.__doc__ = function.__doc__
        run.__signature__ = _signature(function, options, sdk)  # type: ignore[attr-defined]
        own_name = name or function.__name__.strip("_").replace("_", "-")
        app.command(own_name, epilog=examples_text(sdk.command, examples), hidden=hidden)(run)
        return function

    return declare


def examples_text(command: str, examples: Sequence[str]) -> str | None:
    """The end of the help with `examples` of what to type after `command`; None without any."""
    if not examples:
        return None
    lines = "".join(f"\n  {command} {example}" for example in examples)
    # \b keeps typer from rewrapping the lines after it.
    return f"\b\nExample{'s' if len(examples) > 1 else ''}:{lines}"


def _signature(function: Callable[..., object], options: Mapping[str, Any], sdk: Sdk[Any, Any]) -> Signature:
    """The parameters of the command, from which typer makes its arguments and options."""
    # Without the running command. The type of the result may be known to type checkers alone.
    _, *own = signature(function).parameters.values()
    annotated = SimpleNamespace(__annotations__={each.name: each.annotation for each in own})
    kinds = get_type_hints(annotated, function.__globals__, include_extras=True)
    added = [
        *((name, kind, None) for name, kind in options.items()),
        ("url", Annotated[str | None, sdk.url_option()], None),
        ("output", OutputOption, Output.TABLE),
    ]
    return Signature(
        [
            Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context),
            *(each.replace(kind=Parameter.KEYWORD_ONLY, annotation=kinds[each.name]) for each in own),
            *(
                Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)
                for name, kind, default in added
            ),
        ]
    )
