"""Edits that would fix what a change breaks at one use of the client, or at one literal of the layer."""

import json
import re
from collections.abc import Callable, Mapping

from attrs import evolve

from seawall.codegen.diff.change import Change
from seawall.codegen.impact.additions import REQUIRES_INPUT, argument_edit
from seawall.codegen.impact.finding import Edit, EditKind
from seawall.codegen.impact.versions import Versions, is_keyword, place_text
from seawall.codegen.layer.client import ClientFunction, ClientStyle, GeneratedClient, Part, PartKind
from seawall.codegen.layer.uses import Literal, Use, UseKind

__all__ = ["edit_for", "literal_edit"]

_MAY_BE_MISSING = frozenset({"became-nullable", "property-became-optional", "type-widened"})
_NOT_TAKEN = frozenset(
    {
        *("parameter-removed", "body-removed", "property-became-read-only", "property-forbidden"),
        *("required-property-removed", "optional-property-removed"),
    }
)
# Renames that rest on likeness alone.
_BY_LIKENESS = frozenset({"property-renamed", "parameter-renamed", "enum-value-renamed"})
_MODULE_OF_OR_NONE = "seawall.core.wire.unset"


def edit_for(change: Change, use: Use, versions: Versions) -> Edit | None:
    """The edit that fixes what `change` does to `use`; None if there is none, or if none is needed.

    An edit that is not sure holds a proposal and the question for a person. Whether the code around the place
    allows the edit is decided when it is applied.
    """
    if change.rule in REQUIRES_INPUT and use.kind in {UseKind.CALL, UseKind.CREATE}:
        return argument_edit(change, use, versions)
    if change.rule in _MAY_BE_MISSING and use.kind is UseKind.READ:
        return _guard(use, versions)
    if versions.new_part(use.part) is None:
        return _edit_for_lost_part(change, use, versions)
    return _confirmed(change, _RENAMES[use.part.kind](use, versions))


def _confirmed(change: Change, edit: Edit | None) -> Edit | None:
    """The edit, as a question if the rename that it follows may be none."""
    rename = change.rename
    if edit is None or rename is None or change.rule not in _BY_LIKENESS or rename.is_sure:
        return edit
    reasons = ", ".join(rename.reasons)
    question = f"Is {rename.new} what {rename.old} was? The likelihood is {rename.likelihood:.2f}: {reasons}."
    return evolve(edit, is_sure=False, question=question)


def literal_edit(change: Change, literal: Literal) -> Edit | None:
    """The edit that puts the new name or number of `change` into `literal`; None if it has no old one."""
    if change.rename is not None:
        old, new = change.rename.old, change.rename.new
        if "parameter-" in change.rule:
            # They have the location in front: `query limit`.
            old, new = old.partition(" ")[2], new.partition(" ")[2]
    elif change.rule.startswith("server-"):
        return _server_edit(change, literal)
    else:
        old, new = _number(change.before), _number(change.after)
    text = str(literal.value)
    # `-created_at` is a value of a parameter such as `sort`.
    order = text[:1] if "property" in change.rule and text[:1] in {"-", "+"} else ""
    if not old or not new or text != order + old:
        return None
    edit = Edit(kind=EditKind.RENAME, place=literal.place, old=order + old, new=order + new)
    return _confirmed(change, edit)


def _server_edit(change: Change, literal: Literal) -> Edit | None:
    """A proposal: which server a program calls is a decision of its own."""
    old, new = _json_text(change.before), _json_text(change.after)
    given = str(literal.value)
    if not old or not new or given.rstrip("/") != old.rstrip("/"):
        return None
    return Edit(
        kind=EditKind.RENAME,
        place=literal.place,
        old=given,
        new=new.rstrip("/") + given[len(given.rstrip("/")) :],
        is_sure=False,
        question=f"Is {new} the server to call?",
    )


def _json_text(text: str) -> str:
    """The text that is written as JSON; empty for anything else, such as a part of a long one."""
    try:
        value = json.loads(text)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _number(text: str) -> str:
    return text if re.fullmatch(r"-?\d+(\.\d+)?", text) else ""


def _edit_for_lost_part(change: Change, use: Use, versions: Versions) -> Edit | None:
    if use.part.kind is PartKind.FIELD and use.kind is UseKind.READ:
        return _move(use, versions)
    if use.kind in {UseKind.ARGUMENT, UseKind.SET} and change.rule in _NOT_TAKEN:
        return Edit(
            kind=EditKind.REMOVE_ARGUMENT,
            place=use.place,
            old=place_text(versions.sources, use.place),
            question=f"{change.place} is gone. May its value be dropped here?",
        )
    # If the whole class is gone, or is no enum now, that code is to be rewritten, not removed.
    owner = versions.new_class(use.part.owner)
    if use.part.kind is PartKind.MEMBER and owner is not None and owner.members:
        before = versions.old.classes.get(use.part.owner)
        came = [name for name in owner.members if before is None or name not in before.members]
        # A value that came may be the one that went, however different its text.
        also = f" and has got {', '.join(came[:3])}" if came else ""
        return Edit(
            kind=EditKind.REMOVE_MEMBER,
            place=use.place,
            old=use.part.name,
            is_sure=not came,
            question=f"{change.place} has lost {use.part.name}{also}. Which code handles it here?",
        )
    return None


def _guard(use: Use, versions: Versions) -> Edit | None:
    old, new = versions.old_field(use.part), versions.new_field(use.part)
    if old is None or new is None:
        return None
    missing = _absent_values(new.annotation) - _absent_values(old.annotation)
    if not missing:
        return None
    return Edit(
        kind=EditKind.GUARD,
        place=use.place,
        old=place_text(versions.sources, use.place),
        new=", ".join(sorted(missing)),
        new_module=_unset_module(versions),
    )


def _unset_module(versions: Versions) -> str:
    """The module of what tests for a missing value."""
    return f"{versions.new.package}.types" if versions.new.style is ClientStyle.STOCK else _MODULE_OF_OR_NONE


def _absent_values(annotation: str) -> set[str]:
    """None and UNSET, as far as a field of this type may be one of them (not an item inside it)."""
    outer = re.sub(r"\[[^\[\]]*\]", "", annotation)
    while outer != annotation:
        annotation, outer = outer, re.sub(r"\[[^\[\]]*\]", "", outer)
    words = set(re.findall(r"\w+", outer))
    return ({"None"} & words) | ({"UNSET"} if words & {"UnsetType", "Unset"} else set())


def _move(use: Use, versions: Versions) -> Edit | None:
    """The edit for a field that is now in an object beside it, if exactly one has it, with the same type."""
    old, owner = versions.old_field(use.part), versions.new_class(use.part.owner)
    if old is None or owner is None:
        return None
    found = [
        (holder, moved)
        for holder in owner.fields.values()
        for name in re.findall(r"\w+", holder.annotation)
        if name in versions.new.classes
        for moved in versions.new.classes[name].fields.values()
        if moved.wire_name == old.wire_name and _same_type(moved.annotation, old.annotation)
    ]
    if len(found) != 1:
        return None
    holder, moved = found[0]
    is_list = "[" in holder.annotation
    missing = _absent_values(holder.annotation)
    return Edit(
        kind=EditKind.MOVE,
        place=use.place,
        old=use.part.name,
        new=f"{holder.name}.{moved.name}",
        new_module=_unset_module(versions) if missing else "",
        missing=", ".join(sorted(missing)),
        is_sure=not is_list,
        question=f"{old.name} is in the objects of {holder.name} now. Which one is meant?" if is_list else "",
    )


def _same_type(first: str, second: str) -> bool:
    return re.sub(r"\s|\bmodels\.", "", first) == re.sub(r"\s|\bmodels\.", "", second)


def _rename(use: Use, old: str, new: str, modules: tuple[str, str] = ("", "")) -> Edit | None:
    if old == new and modules[0] == modules[1]:
        return None
    return Edit(
        kind=EditKind.RENAME,
        place=use.place,
        old=old,
        new=new,
        old_module=modules[0],
        new_module=modules[1],
    )


def _rename_operation(use: Use, versions: Versions) -> Edit | None:
    text = place_text(versions.sources, use.place)
    for old, new in versions.functions(use.part.owner):
        modules = (_module(versions.old, old), _module(versions.new, new))
        if text == old.name:
            return _rename(use, text, new.name, modules)
        # The constant of an operation, such as GET_PET.
        if text == old.name.upper():
            return _rename(use, text, new.name.upper(), modules)
        # In a stock package, each operation is a module.
        if text == old.module.rpartition(".")[2]:
            parents = (modules[0].rpartition(".")[0], modules[1].rpartition(".")[0])
            return _rename(use, text, new.module.rpartition(".")[2], parents)
    return None


def _module(client: GeneratedClient, function: ClientFunction) -> str:
    return f"{client.package}.{function.module}"


def _rename_argument(use: Use, versions: Versions) -> Edit | None:
    text, part = place_text(versions.sources, use.place), versions.new_part(use.part)
    if not is_keyword(versions.sources, use.place):
        return None
    for old, new in versions.functions(use.part.owner):
        if part is None or old.arguments.get(text) != use.part.name:
            continue
        name = next((name for name, key in new.arguments.items() if key == part.name), "")
        return _rename(use, text, name) if name else None
    return None


def _rename_class(use: Use, versions: Versions) -> Edit | None:
    new = versions.new_class(use.part.owner)
    old = versions.old.classes.get(use.part.owner)
    if old is None or new is None:
        return None
    modules = f"{versions.old.package}.{old.module}", f"{versions.new.package}.{new.module}"
    return _rename(use, old.name, new.name, modules)


def _rename_inside(use: Use, versions: Versions) -> Edit | None:
    """The edit for a field or member: its class may have another name too, which is another use."""
    new = versions.new_part(use.part)
    if new is None:
        return None
    text, members = place_text(versions.sources, use.place), use.part.kind is PartKind.MEMBER
    if text == use.part.name or not members:
        return _rename(use, use.part.name, new.name)
    # The value of a member as a text.
    old_value, new_value = _value(versions.old, use.part), _value(versions.new, new)
    return _rename(use, old_value, new_value) if text.strip("'\"") == old_value and new_value else None


def _value(client: GeneratedClient, member: Part) -> str:
    owner = client.classes.get(member.owner)
    return "" if owner is None else str(owner.members.get(member.name, ""))


_RENAMES: Mapping[PartKind, Callable[[Use, Versions], Edit | None]] = {
    PartKind.OPERATION: _rename_operation,
    PartKind.PARAMETER: _rename_argument,
    PartKind.CLASS: _rename_class,
    PartKind.FIELD: _rename_inside,
    PartKind.MEMBER: _rename_inside,
}
