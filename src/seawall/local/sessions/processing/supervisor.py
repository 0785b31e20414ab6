"""Runs one command under limits, and ends it when standard input ends: `python -I supervisor.py LIMITS …`.

A process of its own: it outlives a server that is killed just long enough to kill the command. It imports
only what starts quickly, and nothing of Seawall. LIMITS are the limits of CPU seconds, bytes of memory, bytes
of a file, and open files, separated by commas; then follow the command and its arguments.
"""

import contextlib
import os
import resource
import signal
import sys
import threading

__all__ = ["NOT_FOUND", "main"]

NOT_FOUND = 127


def _set_limits(text: str) -> None:
    """Set the limits of this process, which its children inherit."""
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


def _kill_at_end_of_input(group: int) -> None:
    """Wait for the end of standard input, which is that of the server or of the session."""
    while os.read(0, 1):
        pass
    _kill_group(group)


def main(limits: str, command: list[str]) -> int:
    """Run the command; returns its exit code, or 128 and the number of the signal that ended it."""
    _set_limits(limits)
    null = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    try:
        # Without a shell. The process group of its own has the processes that the command starts, too.
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=[null], setpgroup=0)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {os.strerror(error.errno or 0)}\n")
        return NOT_FOUND
    threading.Thread(target=_kill_at_end_of_input, args=(child,), daemon=True).start()
    status = os.waitpid(child, 0)[1]
    _kill_group(child)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.stdout.flush()
    # Without the end of the interpreter, which would wait for the thread's read.
    os._exit(main(sys.argv[1], sys.argv[2:]))
