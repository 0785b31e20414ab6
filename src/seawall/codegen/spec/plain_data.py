"""Plain data, as JSON has it, and the limits of a document."""

from typing import Final, TypeAlias

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "Json", "put"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

MAX_BYTES: Final = 50_000_000
MAX_DEPTH: Final = 200
# A few lines of YAML aliases can expand to billions of values ("billion laughs").
MAX_VALUES: Final = 2_000_000


def put(content: dict[str, Json], key: str, value: Json) -> bool:
    """Put `value` under `key`; return True if the key was there.

    Two objects under one key are merged, in depth, so that no operation is lost; of other values, the last
    one counts.
    """
    if key not in content:
        content[key] = value
        return False
    before = content[key]
    if isinstance(before, dict) and isinstance(value, dict):
        # A copy: an alias may use the first object elsewhere.
        merged = dict(before)
        for name, item in value.items():
            put(merged, name, item)
        content[key] = merged
    else:
        content[key] = value
    return True
