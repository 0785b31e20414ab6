"""Findings: what a change does to one place of a stable layer, and the edit that would fix it."""

from enum import StrEnum

from attrs import field, frozen

from seawall.codegen.diff.change import Change
from seawall.codegen.layer.client import Part
from seawall.codegen.layer.uses import Place

__all__ = ["Edit", "EditKind", "Effect", "Finding", "Impact"]


class Effect(StrEnum):
    """Effect of a change on a place of the layer.

    Breaks: the code fails, is refused, or can not be imported. Alters: it works and comes to something else,
    or a new value reaches code that does not know it. Stale: a pin, fixture or text no longer fits. Offer: a
    new part of the API that the layer does not offer.
    """

    BREAKS = "breaks"
    ALTERS = "alters"
    STALE = "stale"
    OFFER = "offer"


class EditKind(StrEnum):
    """Kind of an edit.

    Rename: `old` at the place becomes `new`; so for a name, keyword, import, text or number. Add argument:
    the call at the place gets `new`, such as `limit=10`. Remove argument: the argument `old` goes. Guard: the
    value at the place may be None (`new` is `None`), missing (`UNSET`) or both (`None, UNSET`). Move: the
    attribute `old` becomes the path `new`, such as `scheduling.deadline`; or the path becomes the attribute.
    Remove member: the code that handles the member goes.
    """

    RENAME = "rename"
    ADD_ARGUMENT = "add-argument"
    REMOVE_ARGUMENT = "remove-argument"
    GUARD = "guard"
    MOVE = "move"
    REMOVE_MEMBER = "remove-member"


@frozen(kw_only=True)
class Edit:
    """An edit at a place; `is_sure` if it needs no person. `question` is the decision that it needs else.

    `old_module` and `new_module` are the import paths of the client's modules with the old and the new name,
    for a function, class or member; for a guard, `new_module` is the module of what tests for a missing value
    (`shop_client.types`, `seawall.core.wire.unset`), and for a new argument that of the class that it names.
    `missing` says what the object on the path of a moved attribute may be: `None`, `UNSET` or both.
    """

    kind: EditKind
    place: Place
    old: str
    new: str = ""
    old_module: str = ""
    new_module: str = ""
    missing: str = ""
    is_sure: bool = True
    question: str = ""


@frozen(kw_only=True)
class Finding:
    """The effect of `change` at `place`; both may be None, for an offer or a dead pin.

    `function` is the function around the place, `public` the public functions that reach it, in order.
    `is_certain` is false if the use is only possible; `reason` says why. `words` is one sentence.
    """

    effect: Effect
    words: str
    change: Change | None = None
    part: Part | None = None
    place: Place | None = None
    function: str = ""
    public: tuple[str, ...] = ()
    is_certain: bool = True
    reason: str = ""
    edit: Edit | None = None


@frozen(kw_only=True)
class Impact:
    """The findings of a bump, the worst first, and the changes that reach nothing in the layer."""

    findings: tuple[Finding, ...] = field(repr=False)
    without_effect: tuple[Change, ...] = field(default=(), repr=False)
