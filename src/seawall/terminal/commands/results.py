"""Shows the results of a command for several ids: one for each, in their order, and the errors at the end."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from seawall.core.redaction.redact import redact
from seawall.runtime.bulk.results import BulkResult
from seawall.terminal.commands.declared import Parts
from seawall.terminal.json_output import to_json_object
from seawall.terminal.screen import heading, note
from seawall.terminal.sdk import AnyCommand

__all__ = ["each_titled", "show_each"]

T = TypeVar("T")
V = TypeVar("V")

Found = Sequence[tuple[str, V]]
"""The values of those items that have one, each after the text of its item."""


def each_titled(view: Callable[[V], Parts]) -> Callable[[Found[V]], Parts]:
    """The view of several values, each below its title; of one value without a title."""

    def parts(found: Found[V]) -> Parts:
        for title, value in found:
            if len(found) > 1:
                yield heading(title)
            yield from view(value)

    return parts


def show_each(
    command: AnyCommand,
    results: Sequence[BulkResult[T, V]],
    *,
    key: str,
    data: Callable[[V], Mapping[str, object]] = to_json_object,
    view: Callable[[Found[V]], Parts] = lambda _: (),
    text: Callable[[T], str] = str,
) -> None:
    """Show the results of a bulk job, and raise the last error, after a message for each other one.

    With JSON there is an object for each item: `text` of it as `key`, and the `data` of its value, by default
    its fields, or the message of its error as `error`.
    """
    found = [(text(each.item), each.unwrap()) for each in results if each.error is None]
    command.show(
        [
            {key: text(each.item), **(data(each.unwrap()) if each.error is None else _error(each.error))}
            for each in results
        ],
        *view(found),
    )
    errors = [each.error for each in results if each.error is not None]
    for error in errors[:-1]:
        note(redact(str(error)), label="Error:", style="bold red")
    if errors:
        raise errors[-1]


def _error(error: Exception) -> Mapping[str, object]:
    return {"error": redact(str(error))}
