"""Secrets in the data folder: made once, kept across starts, readable by their owner only."""

from collections.abc import Callable
from pathlib import Path

from seawall.runtime.files.atomic_write import write_atomically

__all__ = ["kept_secret"]


def kept_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of the file, or a new secret that is put there with mode 0600.

    The file appears whole or not at all: it is written beside its place and moved there.
    """
    if path.exists():
        return path.read_bytes()
    secret = make()
    write_atomically(path, secret)
    return secret
