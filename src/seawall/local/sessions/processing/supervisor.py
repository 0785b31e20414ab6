"""Runs one command under limits, and ends it when standard input ends: `python -I supervisor.py LIMITS …`.

A process of its own: it outlives a server that is killed just long enough to kill the command. It imports
only what starts quickly, and nothing of Seawall. LIMITS are the limits of CPU seconds, bytes of memory, bytes
of a file, and open files, separated by commas; then follow the command and its arguments.

The command ends with all its processes. On Linux these are also processes that have left its process group,
as `setsid` does: their parent becomes this process when their own one ends (a child subreaper, see prctl(2)).
Elsewhere only the process group ends.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from pathlib import Path

__all__ = ["NOT_FOUND", "main"]

NOT_FOUND = 127
_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>


def _set_limits(text: str) -> None:
    """Set the limits of this process, which its children inherit."""
    import resource  # noqa: PLC0415 - Windows, where nothing is run, does not have it

    cpu_s, memory, file_size, files = map(int, text.split(","))
    for kind, limit in (
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        value = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (value, value))


def _kill_group(group: int) -> None:
    """Kill a process group, if it still exists."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _adopt_orphans() -> bool:
    """Become the parent of processes that the command leaves behind; return whether the system can do so."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def _children() -> list[int]:
    """The processes whose parent is this one, zombies too."""
    found = []
    for folder in Path("/proc").iterdir():
        # Without processes that have just ended, and those that are hidden.
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and _parent_of(folder) == os.getpid():
                found.append(int(folder.name))
    return found


def _parent_of(folder: Path) -> int:
    stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    # It comes after the name, which may hold blanks and parentheses, and the state.
    return int(stat.rpartition(")")[2].split()[1])


def _kill_orphans() -> None:
    """Kill the children of this process until there are none: the children of each become its own."""
    while killed := [child for child in _children() if _is_killed(child)]:
        for child in killed:
            os.waitpid(child, 0)


def _is_killed(pid: int) -> bool:
    """Kill a process; return false for one of another user, such as root."""
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _kill_at_end_of_input(group: int) -> None:
    """Wait for the end of standard input, which is that of the server or of the session."""
    while os.read(0, 1):
        pass
    _kill_group(group)
    # The first process of the group may have left it.
    _is_killed(group)


def main(limits: str, command: list[str]) -> int:
    """Run the command; returns its exit code, or 128 and the number of the signal that ended it."""
    _set_limits(limits)
    adopts = _adopt_orphans()
    null = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    try:
        # Without a shell. The process group of its own has the processes that the command starts, too.
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=[null], setpgroup=0)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {os.strerror(error.errno or 0)}\n")
        return NOT_FOUND
    threading.Thread(target=_kill_at_end_of_input, args=(child,), daemon=True).start()
    ended = 0
    while ended != child:
        # Orphans end here, too.
        ended, status = os.waitpid(-1, 0)
    _kill_group(child)
    if adopts:
        _kill_orphans()
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.stdout.flush()
    # Without the end of the interpreter, which would wait for the thread's read.
    os._exit(main(sys.argv[1], sys.argv[2:]))
