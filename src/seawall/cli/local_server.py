"""A local platform as a process of its own, which ends when the block that started it ends."""

import json
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from seawall.core.errors import ConfigError
from seawall.core.redaction.redact import redact

__all__ = ["ended_by_signals", "local_platform", "temporary_folder"]

_START_S = 60.0
_STOP_S = 5.0
_ENDING = ("SIGTERM", "SIGHUP")


def ended_by_signals() -> AbstractContextManager[None]:
    """A block that SIGTERM and SIGHUP leave as Ctrl-C does, so that its cleaning up is done.

    Only in the main thread, where alone Python takes signals; elsewhere it does nothing.
    """
    return _handled(_ENDING, _leave)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


@contextmanager
def local_platform(data: Path, inputs: Path) -> Iterator[str]:
    """The URL of a local platform that keeps its data in `data` and may read what lies below `inputs`.

    It approves every login by itself. Raises ConfigError, with its last words, where it does not start.
    """
    log = data.with_name(f"{data.name}.log")
    command = [sys.executable, "-m", "seawall.cli", "local", "platform", "--auto-approve"]
    with log.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "--data", str(data), "--inputs", str(inputs)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            # Ctrl-C at the terminal goes to us alone; we stop it in our own time.
            start_new_session=True,
        )
    try:
        yield _url_of(process, log)
    finally:
        _stop(process)


def _url_of(process: "subprocess.Popen[bytes]", log: Path) -> str:
    lines: queue.Queue[bytes] = queue.Queue()
    assert process.stdout is not None
    reader = threading.Thread(
        target=lambda out: lines.put(out.readline()), args=(process.stdout,), daemon=True
    )
    reader.start()
    try:
        return str(json.loads(lines.get(timeout=_START_S))["url"])
    except (queue.Empty, ValueError, KeyError, TypeError) as error:
        words = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last = redact(words[-1] if words else "it said nothing")
        raise ConfigError(f"The local platform did not start: {last}") from error


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process, whatever is pressed meanwhile."""
    with _undisturbed():
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone after the block, whatever is pressed meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="seawall-demo-"))
    try:
        yield folder
    finally:
        with _undisturbed():
            shutil.rmtree(folder, ignore_errors=True)


def _undisturbed() -> AbstractContextManager[None]:
    """A block that neither a second Ctrl-C nor another signal leaves."""
    return _handled(("SIGINT", *_ENDING), signal.SIG_IGN)


@contextmanager
def _handled(
    names: Sequence[str], handler: "Callable[[int, FrameType | None], NoReturn] | int"
) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, handler) for number in known}
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, handler_before)
