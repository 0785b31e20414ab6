"""Completes ids in a shell: the answer of one short call, or nothing."""

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import typer
from attrs import evolve

from seawall.terminal.screen import printable
from seawall.terminal.sdk import Connections, Sdk, SdkCommand

if TYPE_CHECKING:
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["id_completion"]

# A person who has pressed the tab key waits for it.
_TIMEOUT_S = 2.0


class _Client(Protocol):
    def with_options(self, *, timeout_s: float | None = None, attempts: int | None = None) -> Self: ...

    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Client)


def id_completion(
    sdk: Sdk[S, C], read: Callable[[C], Iterable[tuple[object, str | None]]]
) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """The argument `autocompletion` of `typer.Argument` for the ids of an SDK.

    `read` returns ids and a description of each; its calls have one attempt of 2 s. An error
    completes nothing: a shell has no place for it.
    """

    def complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        try:
            found = _read(sdk, context, read)
        except Exception:  # noqa: BLE001 - see above
            return []
        return [each for each in found if each[0].startswith(incomplete)]

    return complete


def _read(
    sdk: Sdk[S, C], context: typer.Context, read: Callable[[C], Iterable[tuple[object, str | None]]]
) -> list[tuple[str, str]]:
    # A shell completes a command without running its callbacks, which store the connections.
    root: Any = context.find_root()
    root.obj = evolve(Connections.of(context), context_name=root.params.get("context_name"))
    given = {"base_url": context.params.get("url")}
    given |= {name: context.params.get(name) for name in sdk.options}
    with closing(SdkCommand(sdk, context, given).new_client()) as client:
        ids = read(client.with_options(timeout_s=_TIMEOUT_S, attempts=1))
        return [(str(one), printable(about or "")) for one, about in ids]
