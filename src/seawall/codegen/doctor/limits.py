"""Limits of the documents, checked before anything is followed or copied."""

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.plain_data import MAX_DEPTH, MAX_VALUES, Json

__all__ = ["check_limits"]


def check_limits(documents: Documents) -> int:
    """Count the values of all documents. Raises SpecError if they are too many, or nested too deep."""
    count = 0
    for key, document in documents.documents.items():
        count += _count(document, key, MAX_VALUES - count)
    return count


def _count(document: Json, name: str, most: int) -> int:
    """Count the values of a document, level by level."""
    count, level = 0, [document]
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return count
        count += len(level)
        if count > most:
            raise SpecError(f"{name} expands to more than {MAX_VALUES:,} values.")
        below: list[Json] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        level = below
    raise SpecError(f"{name} is nested deeper than {MAX_DEPTH} levels.")
