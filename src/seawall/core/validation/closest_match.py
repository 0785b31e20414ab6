"""Find the known name that is closest to a misspelt one. Pure."""

from collections.abc import Collection

__all__ = ["closest_match", "is_similar"]


def closest_match(name: str, known: Collection[str]) -> str:
    """The one of `known`, which is not empty, that is most similar to `name`."""
    from difflib import get_close_matches  # noqa: PLC0415 - 1 ms, for errors only

    return get_close_matches(name, sorted(known), n=1, cutoff=0)[0]


def is_similar(name: str, known: str, *, cutoff: float) -> bool:
    """Check that the similarity of two names, by the ratio of difflib from 0 to 1, is at least `cutoff`."""
    # An upper bound that is cheap: every environment variable is compared.
    common = sum(min(name.count(letter), known.count(letter)) for letter in set(name))
    if 2 * common < cutoff * (len(name) + len(known)):
        return False
    from difflib import SequenceMatcher  # noqa: PLC0415 - 1 ms, for names that may be misspelt only

    return SequenceMatcher(a=known, b=name).ratio() >= cutoff
