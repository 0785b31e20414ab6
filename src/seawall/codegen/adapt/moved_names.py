"""Renames of imported names: classes, functions and modules of the client, under a new name or path."""

import re
from collections.abc import Iterator

import libcst as cst
from libcst.helpers import get_full_name_for_node

from seawall.codegen.adapt.imports import (
    Binding,
    bindings,
    bound_elsewhere,
    import_line,
    leads_to,
    named,
    rest_of_path,
)
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit

__all__ = ["rename_import", "rename_through_module"]


def rename_import(edit: Edit, syntax: Syntax, *, keep: bool) -> list[Replacement]:
    """The replacements for an imported name: its imports, and its uses in the file if these follow.

    The uses stay, and the import binds the old name (`import Animal as Pet`), if other code takes the name
    from this file, or either name means something else in it. An import of the name from another module of
    the layer stays: that module still offers it.
    """
    found: list[Replacement] = []
    for one in bindings(syntax):
        if one.name == edit.old and leads_to(syntax, one.level, one.module, edit.old_module):
            found += _rename_binding(edit, syntax, one, keep=keep)
        elif not one.name and leads_to(syntax, 0, one.module, f"{edit.old_module}.{edit.old}"):
            found += _rename_dotted(edit, syntax, one)
    return found


def _rename_binding(edit: Edit, syntax: Syntax, one: Binding, *, keep: bool) -> list[Replacement]:
    if edit.old == edit.new:
        new = edit.new if not one.has_alias else syntax.code(one.alias)
        return _in_new_module(edit, syntax, one, new, [])
    if one.has_alias:
        bound = f"{edit.new} as {one.bound}"
        return _in_new_module(edit, syntax, one, bound, [])
    ambiguous = bound_elsewhere(syntax.text, edit.old) or named(syntax.text, edit.new)
    if keep or ambiguous:
        return _in_new_module(edit, syntax, one, f"{edit.new} as {edit.old}", [])
    return _in_new_module(edit, syntax, one, edit.new, list(_references(edit, syntax)))


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


def _in_new_module(
    edit: Edit, syntax: Syntax, one: Binding, name: str, uses: list[Replacement]
) -> list[Replacement]:
    """The import of `name`, from the new module if the old one was named itself."""
    module = _new_module(edit, syntax, one)
    if module is None:
        return [syntax.put(one.alias, name), *uses]
    if not isinstance(one.statement, cst.ImportFrom) or isinstance(one.statement.names, cst.ImportStar):
        raise Refusal(f"{edit.old} is in {edit.new_module} now. How is it imported here?")
    dots = "." * one.level
    if len(one.statement.names) == 1 and one.statement.module is not None:
        return [syntax.put(one.statement.module, module), syntax.put(one.alias, name), *uses]
    line = import_line(syntax, [one.statement], f"from {dots}{module} import {name}")
    return [line, _without(syntax, one), *uses]


def _without(syntax: Syntax, one: Binding) -> Replacement:
    """The removal of one of several names of an import."""
    names = [] if isinstance(one.statement.names, cst.ImportStar) else list(one.statement.names)
    index = names.index(one.alias)
    start, end = syntax.span(one.alias)
    if index + 1 < len(names):
        return Replacement(start, syntax.span(names[index + 1])[0], "")
    return Replacement(syntax.span(names[index - 1])[1], end, "")


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


def rename_through_module(edit: Edit, syntax: Syntax, attribute: cst.Attribute) -> list[Replacement]:
    """The replacements for the module before a name: `get_pet` in `get_pet.sync`, if it is another now."""
    if edit.old_module == edit.new_module or not edit.new_module:
        return []
    base = get_full_name_for_node(attribute.value) or ""
    parents = edit.old_module.rpartition("."), edit.new_module.rpartition(".")
    for one in bindings(syntax):
        if one.bound != base.partition(".")[0]:
            continue
        if one.name and leads_to(syntax, one.level, one.path, edit.old_module):
            rest = base.partition(".")[2]
            if rest:
                return _through_package(edit, syntax, attribute, rest)
            module = Edit(
                kind=edit.kind,
                place=edit.place,
                old=parents[0][2],
                new=parents[1][2],
                old_module=parents[0][0],
                new_module=parents[1][0],
            )
            return _module_binding(module, syntax, one)
        if not one.name and base == edit.old_module:
            return [syntax.put(one.alias.name, edit.new_module), syntax.put(attribute.value, edit.new_module)]
    return []


def _module_binding(module: Edit, syntax: Syntax, one: Binding) -> list[Replacement]:
    if one.name != module.old:
        # A package: its name offers all modules.
        return []
    return _rename_binding(module, syntax, one, keep=False)


def _through_package(edit: Edit, syntax: Syntax, attribute: cst.Attribute, rest: str) -> list[Replacement]:
    """`api.pets.get_pet.sync`: the part of the path that the file writes out."""
    old, new = edit.old_module.split("."), edit.new_module.split(".")
    count = len(rest.split("."))
    if old[-count:] != rest.split(".") or len(old) != len(new) or old[:-count] != new[:-count]:
        raise Refusal(f"{edit.old} is in {edit.new_module} now. How is it reached here?")
    base = syntax.code(attribute.value).partition(".")[0]
    return [syntax.put(attribute.value, ".".join([base, *new[-count:]]))]
