"""Secrets in the data folder: made once, kept across starts, readable by their owner only."""

import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["kept_secret"]


def kept_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of the file, or a new secret that is put there with mode 0600.

    The file appears whole or not at all: it is written beside its place and moved there.
    """
    if path.exists():
        return path.read_bytes()
    secret = make()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return secret
