"""The path that a constructor receives."""

import os
from pathlib import Path

from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import checked_path_text

__all__ = ["as_path"]


def as_path(path: str | os.PathLike[str]) -> Path:
    """Convert `path` to a Path; raises ConfigError for another type or an empty text."""
    return Path(checked_path_text(path, "The path", ConfigError))
