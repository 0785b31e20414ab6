"""Find the known name that is closest to a misspelt one. Pure."""

from collections.abc import Collection
from difflib import get_close_matches

__all__ = ["closest_match"]


def closest_match(name: str, known: Collection[str]) -> str:
    """The one of `known`, which is not empty, that looks most like `name`."""
    return get_close_matches(name, sorted(known), n=1, cutoff=0)[0]
