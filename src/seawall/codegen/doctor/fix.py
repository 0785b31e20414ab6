"""The record of one fix or finding."""

import json
from enum import StrEnum
from itertools import islice

from attrs import frozen

from seawall.codegen.spec.plain_data import Json

__all__ = ["Fix", "Severity", "excerpt"]

_MOST_CHARACTERS = 100
_MOST_ITEMS = 6
_MOST_DEPTH = 3
_CUT = "…"
# Made once: `json.dumps` makes an encoder for each call.
_encode = json.JSONEncoder(ensure_ascii=False).encode


class Severity(StrEnum):
    """The weight of a finding: `info` changes no meaning, `warning` guesses one, `error` loses something."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@frozen(kw_only=True)
class Fix:
    """One change that the doctor made, or a fault that it only reports.

    `rule` is a key of `RULES`. `pointer` is the place in the documents as they were: `#/paths/~1pets`, after
    the name of the document if it is not the root. `before` and `after` are JSON, cut to 100 characters, and
    empty if there was or is nothing.
    """

    rule: str
    severity: Severity
    pointer: str
    message: str
    before: str = ""
    after: str = ""


def excerpt(value: Json) -> str:
    """Return `value` as JSON of at most 100 characters; a mark shows the cut."""
    text = _encode(_shortened(value, 0))
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + _CUT


def _shortened(value: Json, depth: int) -> Json:
    if isinstance(value, str):
        return value if len(value) <= _MOST_CHARACTERS else value[:_MOST_CHARACTERS] + _CUT
    if isinstance(value, dict):
        if depth == _MOST_DEPTH and value:
            return {_CUT: _CUT}
        first = islice(value.items(), _MOST_ITEMS + 1)
        return {key[:_MOST_CHARACTERS]: _shortened(item, depth + 1) for key, item in first}
    if isinstance(value, list):
        if depth == _MOST_DEPTH and value:
            return [_CUT]
        return [_shortened(item, depth + 1) for item in value[: _MOST_ITEMS + 1]]
    return value
