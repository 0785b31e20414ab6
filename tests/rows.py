"""Names the row in the failure of a test that loops over a table."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["row"]


@contextmanager
def row(*values: object) -> Iterator[None]:
    """Add `values`, which identify the row, to the failure of the block."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"row: {', '.join(map(repr, values))}")
        raise
