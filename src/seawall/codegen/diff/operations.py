"""Pairs the operations of two versions: by key, by the form of the path, and by likeness."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from attrs import field, frozen

from seawall.codegen.api.model import ApiOperation, Content
from seawall.codegen.api.shapes import Array, Ref
from seawall.codegen.diff.change import Rename
from seawall.codegen.diff.likeness import Likeness, name_likeness, pairs_of
from seawall.codegen.diff.types import type_words

__all__ = ["OperationPair", "OperationPairs", "pair_operations"]

# Likeness of two operationIds that probably mean one operation.
_SAME_NAME = 0.75
# The same, if both receive or send the same component.
_SIMILAR_NAME = 0.5


@frozen(kw_only=True)
class OperationPair:
    """One operation in both versions; `rename` says why, if its key changed."""

    old: ApiOperation
    new: ApiOperation
    rename: Rename | None = None

    @property
    def is_same_form(self) -> bool:
        """True if the keys differ in the names of placeholders at most."""
        return _form(self.old) == _form(self.new)


@frozen(kw_only=True)
class OperationPairs:
    """Operations of both versions, of the old one alone, and of the new one alone."""

    pairs: tuple[OperationPair, ...] = field(default=(), repr=False)
    gone: tuple[ApiOperation, ...] = field(default=(), repr=False)
    came: tuple[ApiOperation, ...] = field(default=(), repr=False)


def pair_operations(old: Sequence[ApiOperation], new: Sequence[ApiOperation]) -> OperationPairs:
    """Pair operations; a probable move is a pair too."""
    pairs: list[OperationPair] = []
    gone, came = list(old), list(new)
    for form in (_key, _form):
        news = {form(one): one for one in reversed(came)}
        for before in tuple(gone):
            after = news.pop(form(before), None)
            if after is not None:
                rename = None if before.key == after.key else _same_form(before, after)
                pairs.append(OperationPair(old=before, new=after, rename=rename))
                gone.remove(before)
                came.remove(after)
    for before, after, like in pairs_of(gone, came, _likeness):
        rename = Rename(old=before.key, new=after.key, likelihood=round(like.value, 2), reasons=like.reasons)
        pairs.append(OperationPair(old=before, new=after, rename=rename))
        gone.remove(before)
        came.remove(after)
    return OperationPairs(pairs=tuple(pairs), gone=tuple(gone), came=tuple(came))


def _key(operation: ApiOperation) -> str:
    return operation.key


def _form(operation: ApiOperation) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", operation.key)


def _same_form(old: ApiOperation, new: ApiOperation) -> Rename:
    reasons = ("only names of placeholders differ",)
    return Rename(old=old.key, new=new.key, likelihood=0.99, reasons=reasons)


def _likeness(old: ApiOperation, new: ApiOperation) -> Likeness:
    path = _path_likeness(old.path, new.path)
    name = name_likeness(old.operation_id, new.operation_id)
    same_method = old.method == new.method
    summary = bool(old.summary) and old.summary == new.summary
    types = _types(old) == _types(new)
    value = 0.45 * path + 0.25 * name + (0.15 if same_method else 0.0) + (0.15 if types else 0.0)
    value += 0.1 if summary else 0.0
    # A list and its item, or one path with two methods, are two operations unless their names say more.
    is_other = old.path.endswith("}") != new.path.endswith("}") and name < 1.0
    is_convincing = summary or name >= (_SIMILAR_NAME if types and _named_types(old) else _SAME_NAME)
    if is_other or not is_convincing:
        value = min(value, 0.55)
    reasons = [
        f"the paths are {path:.0%} alike",
        *(["the operationId is the same"] if name == 1.0 else [f"the operationIds are {name:.0%} alike"]),
        *(["the method is the same"] if same_method else []),
        *(["the types are the same"] if types else []),
        *(["the summary is the same"] if summary else []),
    ]
    return Likeness(min(value, 0.99), tuple(reasons))


def _path_likeness(old: str, new: str) -> float:
    before, after = (re.sub(r"\{[^{}]*\}", "{}", path).strip("/").split("/") for path in (old, new))
    segments = SequenceMatcher(None, before, after, autojunk=False).ratio()
    characters = SequenceMatcher(None, "/".join(before)[:200], "/".join(after)[:200], autojunk=False).ratio()
    return (segments + characters) / 2


def _contents(operation: ApiOperation) -> list[Content]:
    contents: list[Content] = [*(operation.body.contents if operation.body is not None else ())]
    for answer in operation.answers:
        if answer.status.startswith("2"):
            contents.extend(answer.contents)
    return contents


def _types(operation: ApiOperation) -> tuple[str, ...]:
    contents = _contents(operation)
    return tuple(type_words(one.schema) if one.schema is not None else "" for one in contents)


def _named_types(operation: ApiOperation) -> bool:
    """True if a body or answer is a component, or a list of one."""
    schemas = [one.schema for one in _contents(operation) if one.schema is not None]
    shapes = [one.shape.items.shape if isinstance(one.shape, Array) else one.shape for one in schemas]
    return any(isinstance(shape, Ref) for shape in shapes)
