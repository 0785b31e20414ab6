"""Renames: names, attributes, keywords, patterns, texts and numbers; imports are in `moved_names`."""

import ast
import re
from keyword import iskeyword

import libcst as cst

from seawall.codegen.adapt.moved_names import FileRenames, rename_import, rename_through_module
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit

__all__ = ["rename"]

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def rename(edit: Edit, syntax: Syntax, renames: FileRenames) -> list[Replacement]:
    """The replacements that rename `edit.old` at its place to `edit.new`.

    An import moves together with those of `renames`. Raises Refusal.
    """
    start, end = syntax.place_span(edit.place)
    nodes = syntax.nodes_at(edit.place)
    for node in reversed(nodes):
        if isinstance(node, cst.Name):
            return _rename_name(edit, syntax, node, renames)
        if isinstance(node, cst.SimpleString):
            return [syntax.put(node, _text(edit, syntax.code(node)))]
    text = syntax.text[start:end]
    if text == edit.old and _NUMBER.fullmatch(text) and _NUMBER.fullmatch(edit.new):
        return [Replacement(start, end, edit.new)]
    return [_word(edit, syntax, start, end)]


def _rename_name(edit: Edit, syntax: Syntax, node: cst.Name, renames: FileRenames) -> list[Replacement]:
    parent = syntax.parent(node)
    if isinstance(parent, cst.AsName):
        # `import Pet as Animal`: the second name stays.
        parent = syntax.parent(parent)
    if isinstance(parent, cst.ImportAlias) or (
        isinstance(parent, cst.Attribute) and _in_import(syntax, node)
    ):
        return rename_import(edit, syntax, renames)
    if isinstance(parent, cst.Attribute) and parent.attr is node:
        return _rename_attribute(edit, syntax, parent, node, renames)
    if isinstance(parent, cst.Arg) and parent.keyword is node:
        return [_identifier(edit, syntax, node)]
    if isinstance(parent, cst.MatchKeywordElement) and parent.key is node:
        return [_identifier(edit, syntax, node)]
    if edit.old_module:
        return rename_import(edit, syntax, renames)
    raise Refusal(f"{edit.old} is a name of the layer itself here. Is it to be called {edit.new}?")


def _rename_attribute(
    edit: Edit, syntax: Syntax, attribute: cst.Attribute, node: cst.Name, renames: FileRenames
) -> list[Replacement]:
    moved = rename_through_module(edit, syntax, attribute, renames) if edit.old_module else []
    if edit.old == edit.new:
        return moved
    return [*moved, _identifier(edit, syntax, node)]


def _in_import(syntax: Syntax, node: cst.CSTNode) -> bool:
    return any(isinstance(one, cst.Import | cst.ImportFrom) for one in syntax.ancestors(node))


def _identifier(edit: Edit, syntax: Syntax, node: cst.Name) -> Replacement:
    if node.value != edit.old:
        raise Refusal(
            f"The name here is {node.value}, not {edit.old}. Was the file changed since it was read?"
        )
    if not edit.new.isidentifier() or iskeyword(edit.new):
        raise Refusal(f"{edit.old} has no name in Python any more. How is it reached here?")
    return syntax.put(node, edit.new)


def _text(edit: Edit, code: str) -> str:
    """The string literal `code` with the new text, in its own quotes if they can hold it."""
    match = re.fullmatch(r"([A-Za-z]*)('''|\"\"\"|'|\")(.*)\2", code, re.DOTALL)
    if match is None or "b" in match[1].lower():
        raise Refusal(f"{code} is no plain text. Is {edit.new!r} to stand here?")
    if ast.literal_eval(code) != edit.old:
        return _inside_text(edit, code)
    if not edit.new.isprintable() or {"\\", match[2][0]} & set(edit.new):
        return ascii(edit.new)
    return f"{match[1]}{match[2]}{edit.new}{match[2]}"


def _inside_text(edit: Edit, code: str) -> str:
    """A name in a quoted annotation, such as `"list[Pet]"`."""
    pattern = rf"\b{re.escape(edit.old)}\b"
    if not edit.new.isidentifier() or len(re.findall(pattern, code)) != 1:
        raise Refusal(f"{code} is not {edit.old}. Is the text to become {edit.new}?")
    return re.sub(pattern, edit.new, code)


def _word(edit: Edit, syntax: Syntax, start: int, end: int) -> Replacement:
    """The one word `edit.old` within a larger place: a keyword of a pattern, a name in an annotation."""
    found = list(re.finditer(rf"\b{re.escape(edit.old)}\b", syntax.text[start:end])) if edit.old else []
    if len(found) != 1 or not edit.new.isidentifier() or iskeyword(edit.new):
        raise Refusal(f"{edit.old} is not alone here. Is it to be called {edit.new}?")
    return Replacement(start + found[0].start(), start + found[0].end(), edit.new)
