"""Field types shared by several schemas."""

import json
from typing import Annotated

from pydantic import AfterValidator, Field

__all__ = ["SEMVER_PATTERN", "DownloadUrl", "MimeType", "StoredObject", "VersionNumber"]

# https://semver.org, the suggested regular expression
SEMVER_PATTERN = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
)
MAX_DEPTH = 64


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


def _checked_storable(value: dict[str, object]) -> dict[str, object]:
    """Reject values that JSON cannot represent (NaN, infinity, lone surrogates) and excessive nesting."""
    if _depth(value) > MAX_DEPTH:
        raise ValueError(f"must not nest deeper than {MAX_DEPTH} levels")
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("must contain only valid Unicode text") from error
    except ValueError as error:
        raise ValueError("must contain only finite numbers") from error
    return value


StoredObject = Annotated[dict[str, object], AfterValidator(_checked_storable)]
VersionNumber = Annotated[str, Field(pattern=SEMVER_PATTERN)]
MimeType = Annotated[str, Field(pattern=r"^\w+\/\w+[-+.|\w+]+\w+$")]

# The real platform takes URLs only; here paths below the inputs folder are allowed too, so the syntax is not
# checked.
DownloadUrl = Annotated[str, Field(min_length=1, max_length=2083, json_schema_extra={"format": "uri"})]
