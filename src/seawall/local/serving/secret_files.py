"""Secret files in the data folder: created once, readable only by their owner."""

from collections.abc import Callable
from pathlib import Path

from seawall.runtime.files.atomic_write import write_atomically

__all__ = ["load_or_create_secret"]


def load_or_create_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read the secret, or create it with `make` and store it with mode 0600.

    The write is atomic: a crash leaves no partial file.
    """
    if path.exists():
        return path.read_bytes()
    secret = make()
    write_atomically(path, secret)
    return secret
