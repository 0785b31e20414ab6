"""The frame of every demo: a folder that is deleted, the steps in it, the result, and the time taken."""

import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from seawall.cli.demo.server_process import demo_folder, exit_on_signals, isolated_environment
from seawall.core.errors import ConfigError
from seawall.core.extras import install_command
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.screen import note

__all__ = ["run_demo"]

T = TypeVar("T")


def run_demo(
    title: str,
    steps: Callable[[Path], T],
    *,
    sdk: str,
    again: str,
    server: str = "server",
    result: Callable[[T], None] | None = None,
) -> T:
    """Run `steps` in a temporary folder, without the user's settings of `sdk`, and return what they return.

    `result` shows that after the local server is stopped; `server` is its name in messages, and `again` the
    command that starts the demo again. Raises ConfigError without the extra `local`, and the errors of the
    steps.
    """
    if find_spec("sqlalchemy") is None:
        raise ConfigError(f"The demo needs the extra `local`. Install it: {install_command('local')}")
    started = time.monotonic()
    interrupted = on_interrupt(f"The demo {server} and its data are deleted. To start again: {again}")
    with interrupted, exit_on_signals(), demo_folder() as folder:
        note(title, style="bold")
        with isolated_environment(f"SEAWALL_{sdk.upper()}_"):
            made = steps(folder)
    if result is not None:
        note("")
        result(made)
        note("")
    elapsed_s = time.monotonic() - started
    note(f"The {server} is stopped and its data is deleted. It took {elapsed_s:.1f} s.", style="dim")
    return made
