"""Commands of sessions as real processes: with the environment of the session, a folder and limits.

This is no sandbox: a command runs with the rights of the server's user. It gets nothing of the server's
environment, no shell, and no open files; it ends with its session, and with the server. POSIX systems only.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from seawall.core.errors import ConfigError
from seawall.local.sessions.processing import supervisor
from seawall.local.sessions.settings import ExecutionLimits

__all__ = ["Execution", "check_system"]

_GIB = 1024**3
_STOP_S = 5.0
_PATH = f"/usr/local/bin:{os.defpath}"


def check_system(name: str = os.name) -> None:
    """Raise ConfigError if commands can not be run on a system, which has the name of `os.name`."""
    if name != "posix":
        raise ConfigError(
            "Commands are really run on POSIX systems only, such as Linux and macOS. Start the server "
            "without --execute (execute=False): it then answers commands by rules."
        )


class Execution:
    """The processes of a server; `ended` is called with session id and exit code, in a thread."""

    def __init__(self, folder: Path, limits: ExecutionLimits, ended: Callable[[str, int], None]) -> None:
        self._folder = folder
        self._limits = limits
        self._ended = ended
        self._lock = threading.Lock()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._threads: set[threading.Thread] = set()

    def home(self, session_id: str) -> Path:
        """The folder in which the command of a session runs."""
        return self._folder / session_id / "home"

    def output(self, session_id: str) -> bytes:
        """The output of a command so far; empty before its start."""
        log = self._log(session_id)
        return log.read_bytes() if log.exists() else b""

    def start(
        self,
        session_id: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        ram_gb: int | None = None,
    ) -> None:
        """Start the command of a session; `ram_gb` lowers the limit of memory."""
        self.home(session_id).mkdir(parents=True, exist_ok=True, mode=0o700)
        memory_gb = min(self._limits.memory_gb, ram_gb or self._limits.memory_gb)
        limits = (
            self._limits.cpu_s,
            memory_gb * _GIB,
            self._limits.file_bytes,
            self._limits.open_files,
        )
        start = [sys.executable, "-I", "-S", str(supervisor.__file__), ",".join(map(str, limits)), *command]
        with self._log(session_id).open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - the command of the session, without a shell
                start,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.home(session_id),
                env={"PATH": _PATH, "LANG": "C.UTF-8", **environment},
                start_new_session=True,
            )
        thread = threading.Thread(target=self._wait, args=(session_id, process), name=f"session-{session_id}")
        with self._lock:
            self._running[session_id] = process
            self._threads.add(thread)
        thread.start()

    def _wait(self, session_id: str, process: subprocess.Popen[bytes]) -> None:
        try:
            code = process.wait()
            self._close_input(process)
            with self._lock:
                self._running.pop(session_id, None)
            self._ended(session_id, code)
        finally:
            with self._lock:
                self._threads.discard(threading.current_thread())

    def stop(self, session_id: str) -> None:
        """Kill the command of a session, if it runs."""
        with self._lock:
            process = self._running.get(session_id)
        if process is not None:
            self._close_input(process)

    @staticmethod
    def _close_input(process: subprocess.Popen[bytes]) -> None:
        """Close the input of a supervisor: then it kills its command."""
        if process.stdin is not None:
            process.stdin.close()

    def remove(self, session_id: str) -> None:
        """Remove the folder of a session."""
        shutil.rmtree(self._folder / session_id, ignore_errors=True)

    def remove_all_but(self, session_ids: Collection[str]) -> None:
        """Remove the folders of sessions that are gone."""
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                if folder.name not in session_ids:
                    self.remove(folder.name)

    def close(self) -> None:
        """Kill all commands, and wait until their ends are stored."""
        with self._lock:
            running, threads = list(self._running), list(self._threads)
        for session_id in running:
            self.stop(session_id)
        for thread in threads:
            thread.join(_STOP_S)

    def _log(self, session_id: str) -> Path:
        return self._folder / session_id / "output.log"
