"""Edits of declared conversions: `from_wire = conversion(wire.Log, {"run_id": "agent_run_id"})`.

A field that takes the wire field of its own name gets an entry when that field has another name or place.
"""

from collections.abc import Mapping, Sequence

import libcst as cst
from attrs import frozen

from seawall.codegen.adapt.layer_types import LayerTypes, accepts_none
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit, EditKind
from seawall.codegen.layer.uses import Place

__all__ = ["declared_edit"]

_KINDS = frozenset({EditKind.RENAME, EditKind.MOVE, EditKind.GUARD})


@frozen
class _Declared:
    """A field of a model, the call that declares the conversion, and the path of the field if it has one."""

    field: str
    owner: str
    call: cst.Call
    path: tuple[int, int] | None = None


def declared_edit(
    edit: Edit, syntax: Syntax, types: LayerTypes, others: Sequence[Edit]
) -> list[Replacement] | None:
    """The replacements for an edit of a field that a conversion reads; None if none reads it here.

    `others` are further edits that are sure: those of one class are made together. Raises Refusal.
    """
    found = _at(edit.place, syntax) if edit.kind in _KINDS else None
    if found is None or (edit.kind is EditKind.RENAME and found.path is not None):
        # A name in a path is a word of a text.
        return None
    type_ = types.fields.get(found.owner, {}).get(found.field, "")
    if edit.kind is EditKind.GUARD:
        return _guard(edit, found, type_)
    if found.path is not None:
        replacements = [Replacement(*found.path, edit.new)]
    else:
        replacements = [_entries(syntax, found.call, dict(_renamed([edit, *others], found, syntax)))]
    if edit.missing and not accepts_none(type_):
        raise Refusal(
            f"{edit.old} is {edit.new} now, and may be missing. {found.owner}.{found.field} is {type_}. "
            f"Which value goes there then?",
            replacements,
        )
    return replacements


def _guard(edit: Edit, found: _Declared, type_: str) -> list[Replacement]:
    if accepts_none(type_):
        return []
    missing = "may be missing or None" if "," in edit.new else f"may be {edit.new}"
    raise Refusal(
        f"{edit.old} {missing} now. {found.owner}.{found.field} is {type_}. Which value goes there then?"
    )


def _renamed(edits: Sequence[Edit], found: _Declared, syntax: Syntax) -> Mapping[str, str]:
    """The new paths of the fields of one class."""
    names: dict[str, str] = {}
    for one in edits:
        if one.kind in {EditKind.RENAME, EditKind.MOVE} and one.place.path == edits[0].place.path:
            other = _at(one.place, syntax)
            if other is not None and other.call is found.call and other.path is None:
                names[other.field] = one.new
    return dict(sorted(names.items()))


def _at(place: Place, syntax: Syntax) -> _Declared | None:
    """The field of a model at a place, if its class declares a conversion: at its name, or in its path."""
    for node in syntax.nodes_at(place):
        parent = syntax.parent(node)
        if isinstance(node, cst.Name) and isinstance(parent, cst.AnnAssign) and parent.target is node:
            owner = syntax.around(node, cst.ClassDef)
            call = None if owner is None else _call_of(owner)
            if owner is not None and call is not None:
                return _Declared(node.value, owner.name.value, call)
    start, end = syntax.place_span(place)
    for text in syntax.every(cst.SimpleString):
        first, last = syntax.span(text)
        element = syntax.parent(text)
        owner = syntax.around(text, cst.ClassDef)
        if first < start and end < last and isinstance(element, cst.DictElement) and owner is not None:
            call = _call_of(owner)
            is_ours = call is not None and syntax.parent(element) is _sources(call)
            if call is not None and is_ours and isinstance(element.key, cst.SimpleString):
                return _Declared(str(element.key.evaluated_value), owner.name.value, call, (start, end))
    return None


def _call_of(owner: cst.ClassDef) -> cst.Call | None:
    for line in owner.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            match statement:
                case cst.Assign([cst.AssignTarget(target=cst.Name("from_wire"))], cst.Call() as call):
                    return call
                case cst.AnnAssign(target=cst.Name("from_wire"), value=cst.Call() as call):
                    return call
                case _:
                    continue
    return None


def _sources(call: cst.Call) -> cst.BaseExpression | None:
    named = [one.value for one in call.args if one.keyword is not None and one.keyword.value == "sources"]
    return next((one.value for one in call.args[1:2] if one.keyword is None), named[0] if named else None)


def _entries(syntax: Syntax, call: cst.Call, names: Mapping[str, str]) -> Replacement:
    """New entries of the declaration, after those that it has."""
    entries = [f'"{name}": "{path}"' for name, path in names.items()]
    sources = _sources(call)
    if sources is None:
        _, end = syntax.span(call.args[0].value)
        return Replacement(end, end, f", {{{', '.join(entries)}}}")
    if not isinstance(sources, cst.Dict):
        raise Refusal(f"The sources of the fields are no dict here. Is {', '.join(entries)} to be in them?")
    if not sources.elements:
        return syntax.put(sources, f"{{{', '.join(entries)}}}")
    start, end = syntax.span(sources.elements[-1])
    indent = syntax.text[:start].rpartition("\n")[2]
    between = f",\n{indent}" if not indent.strip() else ", "
    return Replacement(end, end, "".join(f"{between}{one}" for one in entries))
