"""Compare a request with recorded ones: method, path, query, body, and origin if wanted. Pure."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

__all__ = ["ComparedRequest", "nearest"]

_MOST_DIFFERENCES = 4
_MOST_CHARACTERS = 60
_BOUNDARY = re.compile(r';\s*boundary="?([^";]+)"?', re.IGNORECASE)
_ABSENT = object()


@frozen
class ComparedRequest:
    """The parts of a request that decide if a recorded response belongs to it.

    The order of query parameters and of the members of JSON objects does not matter, nor do the boundary of
    a multipart body and the SDK's section of custom metadata: no replay repeats those. Headers are not
    compared.
    """

    method: str
    origin: str | None
    path: str
    query: tuple[tuple[str, str], ...]
    body: object

    @classmethod
    def of(
        cls, method: str, url: str, *, content_type: str, body: object, match_origin: bool
    ) -> "ComparedRequest":
        """Make one; `body` is in the form of a cassette: text, `{"json": value}` or `{"base64": text}`."""
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
        return cls(
            method=method,
            origin=f"{parts.scheme}://{parts.netloc}" if match_origin else None,
            path=parts.path or "/",
            # Sorted by name only: of a repeated parameter, the order of the values has a meaning.
            query=tuple(sorted(query, key=lambda pair: pair[0])),
            body=_body(body, content_type),
        )

    def differences(self, now: "ComparedRequest") -> Iterator[str]:
        """Yield one line for each difference between this recorded request and the one of `now`."""
        pairs = [("method", self.method, now.method), ("path", self.path, now.path)]
        if self.origin != now.origin:
            pairs.append(("origin", str(self.origin), str(now.origin)))
        pairs.extend(
            (f"query {name}", _values(self.query, name), _values(now.query, name))
            for name in sorted({name for name, _ in (*self.query, *now.query)})
        )
        yield from (
            _line(name, recorded, current) for name, recorded, current in pairs if recorded != current
        )
        yield from _body_differences(self.body, now.body)

    def __str__(self) -> str:
        return f"{self.method} {self.origin or ''}{self.path}"


def nearest(recorded: Sequence[ComparedRequest], now: ComparedRequest) -> tuple[int, list[str]] | None:
    """Return the index of the recorded request that is most like `now`, and the differences, or None."""
    if not recorded:
        return None

    def distance(index: int) -> tuple[object, ...]:
        one = recorded[index]
        likeness = SequenceMatcher(a=one.path, b=now.path).ratio()
        return one.method != now.method, one.path != now.path, -likeness, len([*one.differences(now)])

    index = min(range(len(recorded)), key=distance)
    return index, _first(recorded[index].differences(now))


def _body(recorded: object, content_type: str) -> object:
    boundary = _BOUNDARY.search(content_type)
    match recorded:
        case {"json": value}:
            return _Json(_without_sdk_section(value))
        case str() if boundary:
            return recorded.replace(boundary[1], "boundary")
        case {"base64": str(text)} if boundary:
            return base64.b64decode(text).replace(boundary[1].encode(), b"boundary")
        case {"base64": str(text)}:
            return base64.b64decode(text)
        case _:
            return recorded


@frozen
class _Json:
    """A JSON value, which differs from the same text."""

    value: object


def _without_sdk_section(value: object) -> object:
    """Leave out `custom_metadata.sdk` of every object: it holds times, versions and the name of a machine."""
    match value:
        case {"custom_metadata": {"sdk": _, **other}, **rest}:
            # Custom metadata that the SDK alone made counts as none.
            return _without_sdk_section({**rest, "custom_metadata": other} if other else rest)
        case dict():
            return {key: _without_sdk_section(member) for key, member in value.items()}
        case list():
            return [_without_sdk_section(member) for member in value]
        case _:
            return value


def _body_differences(recorded: object, now: object) -> Iterator[str]:
    match recorded, now:
        case _Json(value=one), _Json(value=other):
            yield from _json_differences("$", one, other)
        case _ if recorded != now:
            yield _line("body", *_from_first_difference(_text(recorded), _text(now)))
        case _:
            pass


def _json_differences(path: str, recorded: object, now: object) -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(now, dict):
        for key in sorted({*recorded, *now}):
            yield from _json_differences(f"{path}.{key}", recorded.get(key, _ABSENT), now.get(key, _ABSENT))
    elif isinstance(recorded, list) and isinstance(now, list) and len(recorded) == len(now):
        for index, (one, other) in enumerate(zip(recorded, now, strict=True)):
            yield from _json_differences(f"{path}[{index}]", one, other)
    elif recorded != now:
        yield _line(f"body {path}", _json_text(recorded), _json_text(now))


def _json_text(value: object) -> str:
    return "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False)


def _text(body: object) -> str:
    if isinstance(body, _Json):
        return _json_text(body.value)
    return body.decode("latin-1") if isinstance(body, bytes) else str(body)


def _from_first_difference(recorded: str, now: str) -> tuple[str, str]:
    same = next(
        (index for index, (one, other) in enumerate(zip(recorded, now, strict=False)) if one != other),
        min(len(recorded), len(now)),
    )
    # Some text before it, for the place.
    start = max(0, same - 10)
    return repr(recorded[start : start + _MOST_CHARACTERS]), repr(now[start : start + _MOST_CHARACTERS])


def _values(query: Iterable[tuple[str, str]], name: str) -> str:
    values = [value for key, value in query if key == name]
    return ", ".join(map(repr, values)) or "nothing"


def _line(name: str, recorded: str, now: str) -> str:
    return f"{name}: recorded {_short(recorded)}, now {_short(now)}"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS + 2 else f"{text[:_MOST_CHARACTERS]}…"


def _first(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = len(every) - _MOST_DIFFERENCES
    return every if more <= 0 else [*every[:_MOST_DIFFERENCES], f"and {more} more differences"]
