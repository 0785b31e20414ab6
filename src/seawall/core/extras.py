"""Imports of optional dependencies. Pure."""

from collections.abc import Iterator
from contextlib import contextmanager

from seawall.core.errors import MissingExtraError

__all__ = ["needs_extra"]


@contextmanager
def needs_extra(extra: str, purpose: str) -> Iterator[None]:
    """Wrap imports for `purpose`; raise MissingExtraError, with the install command, if a module is missing.

    A missing module of Seawall itself is a bug: its ModuleNotFoundError is not replaced.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "seawall").partition(".")[0] == "seawall":
            raise
        # 25 ms, and only a missing extra needs it.
        from seawall.core.install_command import install_command  # noqa: PLC0415

        raise MissingExtraError(
            f"{purpose} needs the extra `{extra}` ({error.name} is missing). "
            f"Install it: {install_command(extra)}",
            name=error.name,
        ) from error
