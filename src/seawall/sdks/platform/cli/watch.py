"""`seawall platform run watch`: shows a run until it has ended, also over a lost connection."""

import time
from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.live import Live

from seawall.core.errors import (
    ResponseLostError,
    SeawallError,
    ServerStatusError,
    TransportError,
    WaitTimeoutError,
)
from seawall.sdks.platform import Item, ItemState, Run, RunData
from seawall.sdks.platform.cli.run_views import run_parts
from seawall.sdks.platform.cli.sdk import (
    PlatformCommand,
    RunArgument,
    ShareTokenOption,
    TimeoutOption,
    shared_run,
)
from seawall.sdks.platform.cli.waiting import RUN, wait_again
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.progress import ProgressDisplay
from seawall.terminal.screen import live_screen, note, screen

__all__ = ["until_end", "watch"]

_SHOWN_ITEMS = 10
_PAUSE_S = 2.0


def watch(
    command: PlatformCommand,
    run_id: RunArgument,
    *,
    share_token: ShareTokenOption = None,
    timeout: TimeoutOption = 3600.0,
) -> None:
    """Show a run until it has ended. Exits with 13 unless all items have succeeded.

    On a terminal the run and the items in work are shown in place; otherwise a line for each change. If the
    connection is lost, the command tries again until --timeout.
    """
    handle = shared_run(command, run_id, share_token)
    again = command.hint(*wait_again(handle.run_id, share_token))
    with on_interrupt(again, ResponseLostError, WaitTimeoutError):
        ended = until_end(lambda left_s: _watch(handle, left_s), timeout, was_read=lambda: handle.has_data)
    command.show(ended, *run_parts(ended, []))
    RUN.require_success(ended, command)


def until_end(
    look: Callable[[float], RunData],
    timeout_s: float,
    *,
    was_read: Callable[[], bool],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> RunData:
    """Call `look` with the seconds that are left until it returns the end, again after a lost connection.

    An error before anything `was_read`, e.g. for a wrong URL, is raised at once.
    """
    ends_s, is_told = clock() + timeout_s, False
    while True:
        try:
            return look(max(ends_s - clock(), 0.1))
        except (TransportError, ServerStatusError) as error:
            if not was_read() or clock() + _PAUSE_S >= ends_s:
                raise
            if not is_told:
                note(f"{error} The command tries again until --timeout.", style="yellow")
            is_told = True
            sleep(_PAUSE_S)


def _watch(handle: Run, timeout_s: float) -> RunData:
    console = screen(stderr=True)
    if not console.is_terminal or console.is_dumb_terminal:
        return RUN.wait(handle, timeout_s=timeout_s)
    with Live(console=console, auto_refresh=False, transient=True) as live, live_screen(console):
        last: list[RunData] = []

        def show(run: RunData) -> None:
            last[:] = [run]
            live.update(Group(*_parts(handle, run)), refresh=True)

        display = ProgressDisplay(show, lambda _: None)
        handle.wait(
            timeout_s=timeout_s,
            on_progress=display.update,
            on_outage=display.show_outage,
            show_progress=False,
        )
        return last[0]


def _parts(handle: Run, run: RunData) -> Iterator[RenderableType]:
    yield from run_parts(run, _items_in_work(handle))


def _items_in_work(handle: Run) -> list[Item]:
    """Some items in work. None if they can not be read: the view goes on without them."""
    try:
        return handle.results(state=ItemState.PROCESSING, page_size=_SHOWN_ITEMS).to_list(limit=_SHOWN_ITEMS)
    except SeawallError:
        return []
