"""Renames of imported names: classes, functions and modules of the client, under a new name or path."""

import re
from collections.abc import Callable, Iterator, Sequence

import libcst as cst
from attrs import evolve, frozen
from libcst.helpers import get_full_name_for_node

from seawall.codegen.adapt.imports import Binding, bindings, bound_elsewhere, leads_to, named, rest_of_path
from seawall.codegen.adapt.moved_imports import moved_import
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit, EditKind

__all__ = ["FileRenames", "moved_in", "rename_import", "rename_through_module"]


@frozen
class FileRenames:
    """The sure edits that give names of one file another module, and a test for names that the file offers.

    Names of one import move together, so each edit makes the replacements of all of them.
    """

    moved: Sequence[Edit]
    offers: Callable[[str], bool]


def moved_in(edits: Sequence[Edit]) -> list[Edit]:
    """The renames among `edits` with another module, each module of a stock package's operation as a name."""
    found = [one for one in edits if one.kind is EditKind.RENAME and one.old_module != one.new_module]
    modules = [_of_module(one) for one in found]
    every = {(one.old_module, one.old): one for one in [*found, *modules]}
    return [every[key] for key in sorted(every)]


def _of_module(edit: Edit) -> Edit:
    """The rename of the module of `edit` as a name in the package around it."""
    old, new = edit.old_module.rpartition("."), edit.new_module.rpartition(".")
    return evolve(edit, old=old[2], new=new[2], old_module=old[0], new_module=new[0])


def rename_import(edit: Edit, syntax: Syntax, renames: FileRenames) -> list[Replacement]:
    """The replacements for an imported name: its imports, and its uses in the file if these follow.

    The uses stay, and the import binds the old name (`import Animal as Pet`), if other code takes the name
    from this file, or either name means something else in it. An import of the name from another module of
    the layer stays: that module still offers it.
    """
    found: list[Replacement] = []
    for one in bindings(syntax):
        if _is_of(edit, one, syntax):
            found += _rename_binding(edit, syntax, one, renames)
        elif not one.name and leads_to(syntax, 0, one.module, f"{edit.old_module}.{edit.old}"):
            found += _rename_dotted(edit, syntax, one)
    return found


def _is_of(edit: Edit, one: Binding, syntax: Syntax) -> bool:
    return one.name == edit.old and leads_to(syntax, one.level, one.module, edit.old_module)


def _rename_binding(edit: Edit, syntax: Syntax, one: Binding, renames: FileRenames) -> list[Replacement]:
    """The replacements for one binding, or for all of its import if names of that move."""
    name, uses = _new_name(edit, syntax, one, renames)
    if _new_module(edit, syntax, one) is None:
        return [syntax.put(one.alias, name), *uses]
    names, modules, found = {one.alias: name}, {one.alias: _new_module(edit, syntax, one)}, list(uses)
    for other in bindings(syntax):
        moved = next((each for each in renames.moved if _is_of(each, other, syntax)), None)
        if other.statement is one.statement and other.alias is not one.alias and moved is not None:
            names[other.alias], uses = _new_name(moved, syntax, other, renames)
            modules[other.alias] = _new_module(moved, syntax, other)
            found += uses
    return [*moved_import(syntax, one, names, modules), *found]


def _new_name(
    edit: Edit, syntax: Syntax, one: Binding, renames: FileRenames
) -> tuple[str, list[Replacement]]:
    """The name with its alias as the import has it, and the replacements of its uses."""
    if edit.old == edit.new:
        return syntax.code(one.alias), []
    if one.has_alias:
        return f"{edit.new} as {one.bound}", []
    ambiguous = bound_elsewhere(syntax.text, edit.old) or named(syntax.text, edit.new)
    if renames.offers(edit.old) or ambiguous:
        return f"{edit.new} as {edit.old}", []
    return edit.new, list(_references(edit, syntax))


def _references(edit: Edit, syntax: Syntax) -> Iterator[Replacement]:
    for node in syntax.every(cst.Name):
        if node.value == edit.old and not _is_other_name(syntax, node):
            yield syntax.put(node, edit.new)
    pattern = re.compile(rf"(?<!\.)\b{re.escape(edit.old)}\b")
    for text in syntax.every(cst.SimpleString):
        if syntax.around(text, cst.Annotation) is not None and pattern.search(text.value):
            yield syntax.put(text, pattern.sub(edit.new, text.value))


def _is_other_name(syntax: Syntax, node: cst.Name) -> bool:
    parent = syntax.parent(node)
    match parent:
        case cst.Attribute():
            return parent.attr is node
        case cst.Arg():
            return parent.keyword is node
        case cst.MatchKeywordElement():
            return parent.key is node
        case cst.ImportAlias() | cst.AsName() | cst.FunctionDef() | cst.ImportFrom():
            return True
        case _:
            return False


def _new_module(edit: Edit, syntax: Syntax, one: Binding) -> str | None:
    """The module to import from, in the form of the import; None if it stays as it is."""
    if edit.old_module == edit.new_module or not edit.new_module:
        return None
    if rest_of_path(syntax, one.level, one.module, edit.old_module) != []:
        # A package around the module offers the name.
        return None
    old, new = edit.old_module.split("."), edit.new_module.split(".")
    own = one.module.split(".") if one.module else []
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    kept = len(own) - (len(old) - same)
    if kept < 0:
        raise Refusal(f"{edit.old} is in {edit.new_module} now. How is it imported here?")
    return ".".join([*own[:kept], *new[same:]])


def _rename_dotted(edit: Edit, syntax: Syntax, one: Binding) -> list[Replacement]:
    """`import shop.api.pets.get_pet`, and `shop.api.pets.get_pet` wherever it is written out."""
    old, new = f"{edit.old_module}.{edit.old}", f"{edit.new_module}.{edit.new}"
    if one.module != old:
        return []
    found = [syntax.put(one.alias.name, new)]
    if not one.has_alias:
        found += [
            syntax.put(node, new)
            for node in syntax.every(cst.Attribute)
            if get_full_name_for_node(node) == old and syntax.around(node, cst.Import) is None
        ]
    return found


def rename_through_module(
    edit: Edit, syntax: Syntax, attribute: cst.Attribute, renames: FileRenames
) -> list[Replacement]:
    """The replacements for the module before a name: `get_pet` in `get_pet.sync`, if it is another now."""
    if edit.old_module == edit.new_module or not edit.new_module:
        return []
    base = get_full_name_for_node(attribute.value) or ""
    for one in bindings(syntax):
        if one.bound != base.partition(".")[0]:
            continue
        if one.name and leads_to(syntax, one.level, one.path, edit.old_module):
            rest = base.partition(".")[2]
            if rest:
                return _through_package(edit, syntax, attribute, rest)
            return _rename_module(_of_module(edit), syntax, one, renames)
        if not one.name and base == edit.old_module:
            return [syntax.put(one.alias.name, edit.new_module), syntax.put(attribute.value, edit.new_module)]
    return []


def _rename_module(edit: Edit, syntax: Syntax, one: Binding, renames: FileRenames) -> list[Replacement]:
    if one.name != edit.old:
        # A package: its name offers all modules.
        return []
    return _rename_binding(edit, syntax, one, renames)


def _through_package(edit: Edit, syntax: Syntax, attribute: cst.Attribute, rest: str) -> list[Replacement]:
    """`api.pets.get_pet.sync`: the part of the path that the file writes out."""
    old, new = edit.old_module.split("."), edit.new_module.split(".")
    count = len(rest.split("."))
    if old[-count:] != rest.split(".") or len(old) != len(new) or old[:-count] != new[:-count]:
        raise Refusal(f"{edit.old} is in {edit.new_module} now. How is it reached here?")
    base = syntax.code(attribute.value).partition(".")[0]
    return [syntax.put(attribute.value, ".".join([base, *new[-count:]]))]
