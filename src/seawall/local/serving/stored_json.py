"""JSON that a client sends and a local server stores and sends back."""

import json
from typing import Annotated

from pydantic import AfterValidator, BaseModel, model_validator

__all__ = ["MAX_DEPTH", "MAX_INTEGER", "RequestBody", "StoredObject", "check_storable"]

MAX_DEPTH = 64
MAX_INTEGER = 2**63 - 1  # of SQLite


def _depth(value: object) -> int:
    """Return the nesting depth of objects and arrays. Iterative: deep input must not overflow the stack."""
    level, depth = [value], 0
    while level := [
        child
        for node in level
        if isinstance(node, dict | list)
        for child in (node.values() if isinstance(node, dict) else node)
    ]:
        depth += 1
    return depth


def check_storable(value: object) -> None:
    """Check JSON that was parsed leniently.

    Raises ValueError for NaN, infinity, lone surrogates, and nesting deeper than MAX_DEPTH.
    """
    if _depth(value) > MAX_DEPTH:
        raise ValueError(f"must not nest deeper than {MAX_DEPTH} levels")
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("must contain only valid Unicode text") from error
    except ValueError as error:
        raise ValueError("must contain only finite numbers") from error


def _checked(value: dict[str, object]) -> dict[str, object]:
    check_storable(value)
    return value


StoredObject = Annotated[dict[str, object], AfterValidator(_checked)]


class RequestBody(BaseModel):
    """Base of the bodies of requests: all of a body can be stored and sent back."""

    @model_validator(mode="before")
    @classmethod
    def _is_storable(cls, value: object) -> object:
        if isinstance(value, dict | list):
            check_storable(value)
        return value
