"""A local server in a child process that lives as long as a `with` block, and the folder of its data."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact
from seawall.runtime.files.temporary_folder import temporary_folder
from seawall.terminal.screen import note

__all__ = ["demo_folder", "demo_step", "exit_on_signals", "isolated_environment", "local_server"]

_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 5.0
# By name: Windows has no SIGHUP.
_EXIT_SIGNALS = ("SIGTERM", "SIGHUP")


def exit_on_signals() -> AbstractContextManager[None]:
    """Turn SIGTERM and SIGHUP in the block into SystemExit, so that the block cleans up.

    Does nothing outside the main thread, because Python handles signals only there.
    """
    return _signal_handler(_EXIT_SIGNALS, _exit)


def _exit(number: int, _: FrameType | None) -> NoReturn:
    # A second one must not interrupt the cleaning up; the handler before is restored after it.
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


@contextmanager
def local_server(name: str, data: Path, *options: str) -> Iterator[Mapping[str, str]]:
    """Run `seawall local NAME` with the data folder `data` and `options`; yields the facts of its ready line.

    One of them is its `url`. Raises ConfigError with the last line of its log if it does not start.
    """
    log = data.with_name(f"{data.name}.log")
    command = [sys.executable, "-m", "seawall.cli", "local", name, "--data", str(data), *options]
    process: subprocess.Popen[bytes] | None = None
    try:
        # A signal while the process starts must not leave it behind.
        with log.open("wb") as errors, _signals_deferred():
            process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                # In its own session it does not receive the terminal's Ctrl-C; the parent stops it after
                # cleaning up.
                start_new_session=True,
            )
        yield _read_facts(process, name, log)
    finally:
        if process is not None:
            _stop(process)


def _read_facts(process: "subprocess.Popen[bytes]", name: str, log: Path) -> Mapping[str, str]:
    lines: queue.Queue[bytes] = queue.Queue()
    assert process.stdout is not None
    # In a thread, because a pipe has no read timeout on every system.
    reader = threading.Thread(
        target=lambda out: lines.put(out.readline()), args=(process.stdout,), daemon=True
    )
    reader.start()
    try:
        facts = json.loads(lines.get(timeout=_START_TIMEOUT_S))
        return {"url": str(facts["url"]), **facts}
    except (queue.Empty, ValueError, KeyError, TypeError) as error:
        log_lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        reason = redact(log_lines[-1] if log_lines else "its log is empty")
        raise ConfigError(f"The local {name} server did not start: {reason}") from error


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop the process; a second Ctrl-C does not interrupt this."""
    with _signals_ignored():
        process.terminate()
        try:
            process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def isolated_environment(prefix: str) -> Iterator[None]:
    """Remove the user's settings, which begin with `prefix`, and proxies; restore them afterwards."""
    before = dict(os.environ)
    for name in before:
        # The server process inherits the environment, so remove the variables instead of overriding them.
        if name.startswith(prefix) or name.lower().endswith("_proxy"):
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(before)


def demo_step(name: str, text: str) -> None:
    """Print the result of a step of a demo on stderr."""
    note(f"{name:<12}{text}")


def demo_folder() -> AbstractContextManager[Path]:
    """Create a folder and delete it after the block; a second Ctrl-C does not interrupt the deletion."""
    return temporary_folder("seawall-demo-", while_deleting=_signals_ignored)


def _signals_ignored() -> AbstractContextManager[None]:
    return _signal_handler(("SIGINT", *_EXIT_SIGNALS), signal.SIG_IGN)


@contextmanager
def _signals_deferred() -> Iterator[None]:
    """Handle the signals that end the process after the block."""
    received: list[int] = []
    with _signal_handler(("SIGINT", *_EXIT_SIGNALS), lambda number, _: received.append(number)):
        yield
    for number in received:
        signal.raise_signal(number)


@contextmanager
def _signal_handler(
    names: Sequence[str], handler: "Callable[[int, FrameType | None], object] | int"
) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    previous = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, previous_handler in previous.items():
            signal.signal(number, previous_handler)
