"""Shows data again and again until Ctrl-C: in its place on a terminal, otherwise after each change."""

import sys
import time
from collections.abc import Callable
from typing import Never, TypeVar

from rich.console import Group
from rich.live import Live

from seawall.terminal.commands.declared import Parts
from seawall.terminal.screen import screen, show

__all__ = ["watch"]

T = TypeVar("T")


def watch(
    read: Callable[[], T],
    view: Callable[[T], Parts],
    *,
    interval_s: float,
    sleep: Callable[[float], None] = time.sleep,
) -> Never:
    """Show what `view` makes of the data, and read it again after each `interval_s` seconds.

    It ends with Ctrl-C, and with the error of a read.
    """
    console = screen()
    if not console.is_terminal or console.is_dumb_terminal:
        shown: T | None = None
        while True:
            data = read()
            if data != shown:
                show(*view(data))
                # The reader of a pipe sees each change as it comes.
                sys.stdout.flush()
            shown = data
            sleep(interval_s)
    with Live(console=console, auto_refresh=False) as live:
        while True:
            live.update(Group(*view(read())), refresh=True)
            sleep(interval_s)
