"""Parts of Seawall that need an extra, and what to say where it is missing. Pure."""

from collections.abc import Iterator
from contextlib import contextmanager

from seawall.core.errors import MissingExtraError

__all__ = ["needs_extra"]


@contextmanager
def needs_extra(extra: str, purpose: str) -> Iterator[None]:
    """A block of imports; raises MissingExtraError, which says how to install `extra`, where one is missing.

    A module of Seawall's own that is missing is a bug and is raised as it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "seawall").partition(".")[0] == "seawall":
            raise
        raise MissingExtraError(
            f"{purpose} needs the extra `{extra}` ({error.name} is missing). "
            f"Install it: pip install 'seawall[{extra}]'",
            name=error.name,
        ) from error
