"""A check whether a test can mount a small disk."""

import subprocess

__all__ = ["can_mount"]


def can_mount() -> bool:
    """Return whether a process may mount a file system in a namespace of its own."""
    try:
        done = subprocess.run(
            ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0
