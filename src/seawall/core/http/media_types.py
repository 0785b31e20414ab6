"""Media types (RFC 9110, section 8.3.1): their kinds, and the choice among several. Pure."""

from collections.abc import Iterable

__all__ = ["best_match", "charset_of", "essence", "is_json", "is_json_lines"]

_JSON_LINES = frozenset(
    {"application/jsonl", "application/x-jsonlines", "application/x-ndjson", "application/ndjson"}
    | {"application/json-seq", "application/stream+json", "application/json-lines", "text/jsonl"}
)


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case: `text/plain`."""
    return media_type.partition(";")[0].strip().lower()


def charset_of(media_type: str) -> str:
    """Return the charset parameter of a media type, in lower case; empty if it has none."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


def is_json(media_type: str) -> bool:
    """Return whether a body of a media type is one JSON value."""
    name = essence(media_type)
    return name in {"application/json", "text/json"} or (name.endswith("+json") and not is_json_lines(name))


def is_json_lines(media_type: str) -> bool:
    """Return whether a body of a media type is a stream of JSON values, one per line."""
    return essence(media_type) in _JSON_LINES


def best_match(media_types: Iterable[str], received: str) -> str | None:
    """Return the most specific of `media_types` that includes the `received` one; None if none does."""
    name = essence(received)
    kind, _, subtype = name.partition("/")
    # `application/problem+json` is a kind of `application/json`.
    parent = f"{kind}/{subtype.rpartition('+')[2]}" if "+" in subtype else name
    offered = {essence(one): one for one in media_types}
    wanted = (name, parent, f"{kind}/*", "*/*")
    return next((offered[one] for one in wanted if one in offered), None)
