"""Reads YAML 1.2 (core schema) into plain data, in one pass over the events of libyaml.

Never builds Python objects from tags, and counts what aliases and merge keys expand to.
"""

import re
from typing import Any

import yaml
from attrs import define, field, frozen

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import MAX_DEPTH, MAX_VALUES, Json, put

__all__ = ["parse_yaml"]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAX_DIGITS = 3_000
_STANDARD = "tag:yaml.org,2002:"
_TAGGED: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "float": (int, float),
    "bool": bool,
    "null": type(None),
}
# Texts by their meaning, which people write without quotes: `version: 1.10`.
_TEXT_FIELDS = frozenset({"openapi", "swagger"})
_TEXT_OBJECT = "info"


def parse_yaml(text: str, name: str, notes: list[str]) -> Json:
    """Parse `text`, which holds one document; `name` is for messages.

    Keys are the texts that the author wrote (`200`, `on`). A key that is given twice is noted in `notes`: two
    mappings are merged, of other values the last one counts. Raises SpecError for invalid YAML, a tag without
    a JSON form, and a document that is too large or too deep.
    """
    reader = _Reader(name, notes)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.read(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else f" at line {mark.line + 1}"
        problem = getattr(error, "problem", None) or "the text is not valid"
        raise SpecError(f"{name} is neither JSON nor YAML{line}: {problem}.") from error
    return reader.document


@frozen
class _Anchored:
    value: Json
    size: int
    height: int


@define
class _Open:
    """A list or mapping that is being read; `size` counts its values with what aliases expand to."""

    value: Any
    anchor: str | None
    is_info: bool = False
    key: str | None = None
    key_line: int = 0
    is_merge: bool = False
    size: int = 1
    height: int = 0
    merged: list[dict[str, Json]] = field(factory=list)


class _Reader:
    def __init__(self, name: str, notes: list[str]) -> None:
        self.document: Json = None
        self._name = name
        self._notes = notes
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._documents = 0
        self._total = 0

    def read(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._start(event, {})
            case yaml.SequenceStartEvent():
                self._start(event, [])
            case yaml.CollectionEndEvent():
                self._end(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise self._error(event, "a second document begins; give one file for each")

    def _start(self, event: Any, value: Json) -> None:
        if event.tag not in {None, "!", f"{_STANDARD}map", f"{_STANDARD}seq"}:
            raise self._tag_error(event)
        parent = self._open[-1] if self._open else None
        if isinstance(parent, _Open) and isinstance(parent.value, dict) and parent.key is None:
            raise self._error(event, "a key is not a text; put it in quotes")
        if len(self._open) >= MAX_DEPTH:
            raise SpecError(f"{self._name} is nested deeper than {MAX_DEPTH} levels.")
        is_info = len(self._open) == 1 and parent is not None and parent.key == _TEXT_OBJECT
        self._count(1)
        self._open.append(_Open(value, event.anchor, is_info))

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        for inherited in done.merged:
            done.value.update({key: item for key, item in inherited.items() if key not in done.value})
        if done.anchor is not None:
            self._anchors[done.anchor] = _Anchored(done.value, done.size, done.height)
        self._add(event, done.value, done.size, done.height + 1)

    def _alias(self, event: Any) -> None:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            raise self._error(event, f"the alias *{event.anchor} has no anchor before it, or holds itself")
        parent = self._open[-1] if self._open else None
        if isinstance(parent, _Open) and isinstance(parent.value, dict) and parent.key is None:
            if not isinstance(anchored.value, str):
                raise self._error(event, "a key is not a text; put it in quotes")
            parent.key, parent.key_line = anchored.value, event.start_mark.line + 1
            return
        self._count(anchored.size)
        if len(self._open) + anchored.height > MAX_DEPTH:
            raise SpecError(f"{self._name} is nested deeper than {MAX_DEPTH} levels.")
        self._add(event, anchored.value, anchored.size, anchored.height + 1)

    def _scalar(self, event: Any) -> None:
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            parent.key, parent.key_line = event.value, event.start_mark.line + 1
            parent.is_merge = event.value == "<<" and event.implicit[0]
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(event.value, 1, 0)
            return
        value = self._value(event, is_text=self._is_text(parent))
        self._count(1)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        self._add(event, value, 1, 1)

    def _is_text(self, parent: _Open | None) -> bool:
        if parent is None:
            return False
        return parent.is_info or (len(self._open) == 1 and parent.key in _TEXT_FIELDS)

    def _value(self, event: Any, *, is_text: bool) -> Json:
        text: str = event.value
        if event.tag is not None and event.tag != "!":
            return self._tagged(event, text)
        if not event.implicit[0]:
            return text
        value = self._plain(event, text)
        return text if is_text and value is not None else value

    def _tagged(self, event: Any, text: str) -> Json:
        kind = event.tag.removeprefix(_STANDARD)
        if kind == "str":
            return text
        value = self._plain(event, text)
        wanted = _TAGGED.get(kind)
        if wanted is None or not isinstance(value, wanted):
            raise self._tag_error(event)
        return value

    def _plain(self, event: Any, text: str) -> Json:
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "+-.0123456789":
            return text
        if len(text) > _MAX_DIGITS and _OCTAL_OR_HEX.fullmatch(text):
            # Python limits decimal digits only.
            raise self._error(event, "a number has too many digits")
        try:
            if _INTEGER.fullmatch(text):
                return int(text)
            if _OCTAL_OR_HEX.fullmatch(text):
                return int(text, base=0)
            if _FLOAT.fullmatch(text):
                return float(text)
        except ValueError as error:
            raise self._error(event, "a number has too many digits") from error
        if _NOT_A_NUMBER.fullmatch(text):
            raise self._error(event, f"{text} is a number that JSON does not allow")
        return text

    def _add(self, event: Any, value: Json, size: int, height: int) -> None:
        if not self._open:
            self.document = value
            return
        parent = self._open[-1]
        parent.size += size
        parent.height = max(parent.height, height)
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.is_merge:
            self._merge(event, parent, value)
        elif parent.key is not None and put(parent.value, parent.key, value):
            self._notes.append(f"line {parent.key_line}: the key {parent.key[:100]!r} is given twice")
        parent.key = None
        parent.is_merge = False

    def _merge(self, event: Any, parent: _Open, value: Json) -> None:
        mappings = value if isinstance(value, list) else [value]
        for mapping in mappings:
            if not isinstance(mapping, dict):
                raise self._error(event, "the merge key << has a value that is no mapping")
            parent.merged.append(mapping)

    def _count(self, size: int) -> None:
        self._total += size
        if self._total > MAX_VALUES:
            raise SpecError(f"{self._name} expands to more than {MAX_VALUES:,} values.")

    def _tag_error(self, event: Any) -> SpecError:
        return self._error(event, f"the tag {event.tag[:100]!r} has no JSON form; write plain data")

    def _error(self, event: Any, problem: str) -> SpecError:
        return SpecError(f"{self._name}, line {event.start_mark.line + 1}: {problem}.")
