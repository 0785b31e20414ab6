"""A mutation: one change of a spec, and how a server of the old version becomes one of the new version."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from attrs import field, frozen

__all__ = ["Document", "Edit", "Mutation", "Rewrite", "at", "escaped", "set_key", "unset_key"]

Document = dict[str, Any]
"""An effective spec, as plain data."""
Edit = Callable[[Document], None]
"""Changes a document in place."""
Rewrite = Callable[[Any], Any]
"""Returns the value that takes the place of another."""


def escaped(key: str) -> str:
    """`key` as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def at(document: Document, pointer: str) -> Any:
    """The part of `document` at `pointer`, itself and no copy."""
    target: Any = document
    for part in pointer.removeprefix("#").split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        target = target[int(key)] if isinstance(target, list) else target[key]
    return target


@frozen(kw_only=True)
class Mutation:
    """One change, `edit`; `rule` is the rule of the diff that it is drawn for, or `reordered` and the like.

    `prepare` makes the old version, where the spec has no place for the rule. `answers` maps the pointer of
    a schema in the old version to the rewriting of a value that the server sends, `requests` that of a schema
    in the new version to its reverse for a value that the server receives. `operations` maps new keys to old
    ones, `parameters` pairs of the old key of an operation and a new parameter to the old parameter, or None
    for one that is new. If `keeps_meaning`, every public function must return the same as before.
    `samples` rewrites what the server of the old version sends, so that the change can be seen; `news` are
    texts that no function returned before, and that users learn of if one does now. `status` is the status of
    the new answers, if not the first that succeeds. `is_fixable` says that the fix needs no knowledge of
    intent.
    """

    place: str
    edit: Edit = field(repr=False)
    rule: str = ""
    prepare: Edit | None = field(default=None, repr=False)
    answers: Mapping[str, Rewrite] = field(factory=dict, repr=False)
    requests: Mapping[str, Rewrite] = field(factory=dict, repr=False)
    operations: Mapping[str, str] = field(factory=dict, repr=False)
    parameters: Mapping[tuple[str, str], str | None] = field(factory=dict, repr=False)
    samples: Mapping[str, Rewrite] = field(factory=dict, repr=False)
    news: tuple[str, ...] = ()
    status: str = ""
    keeps_meaning: bool = True
    is_fixable: bool = False

    @property
    def id(self) -> str:
        """The name to replay it by: `property-renamed/Run.state`."""
        return f"{self.rule}/{self.place}"


def set_key(document: Document, *, pointer: str, key: str, value: object) -> None:
    """Set `key` of the part at `pointer`."""
    at(document, pointer)[key] = deepcopy(value)


def unset_key(document: Document, *, pointer: str, key: str) -> None:
    """Remove `key` of the part at `pointer`, if it is there."""
    at(document, pointer).pop(key, None)
