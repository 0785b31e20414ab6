"""Arguments of calls: one more, or one less."""

import re

import libcst as cst
from libcst.helpers import get_full_name_for_node

from seawall.codegen.adapt.imports import bindings, import_line, leads_to
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit

__all__ = ["add_argument", "remove_argument"]


def add_argument(edit: Edit, syntax: Syntax) -> list[Replacement]:
    """The replacements that give `edit.new` to the call at the place; none if it has the argument already."""
    call = _call_at(edit, syntax)
    keyword = edit.new.partition("=")[0]
    if any(argument.keyword is not None and argument.keyword.value == keyword for argument in call.args):
        return []
    imports: list[Replacement] = []
    text = edit.new
    if edit.new_module:
        text, imports = _with_class(edit, syntax)
    found = [_after_last(syntax, call, text), *imports]
    if any(argument.star == "**" for argument in call.args):
        raise Refusal(f"The arguments of this call come from a mapping. Is {keyword} among them?", found)
    return found


def _call_at(edit: Edit, syntax: Syntax) -> cst.Call:
    for node in reversed(syntax.nodes_at(edit.place)):
        current: cst.CSTNode = node
        parent = syntax.parent(current)
        # Of `calls.get_pet(…)`, from the name to the whole function.
        while isinstance(parent, cst.Attribute):
            current, parent = parent, syntax.parent(parent)
        if isinstance(parent, cst.Call) and parent.func is current:
            return parent
        if isinstance(current, cst.Call):
            return current
    raise Refusal(f"The call is made elsewhere. Which code gives it {edit.new}?")


def _after_last(syntax: Syntax, call: cst.Call, text: str) -> Replacement:
    """`text` after the last argument, in the layout that the arguments have."""
    _, close = syntax.span(call)
    close -= 1
    if not call.args:
        return Replacement(close, close, text)
    start, end = syntax.span(call.args[-1])
    tail = syntax.text[end:close]
    if "," not in re.sub(r"#[^\r\n]*", "", tail):
        _refuse_generator(call)
        return Replacement(end, end, f", {text}")
    comma = end + tail.index(",") + 1
    before = re.search(r"(\r\n|\r|\n)[ \t]*$", syntax.text[:start])
    if before is None or not re.search(r"[\r\n]", tail):
        return Replacement(comma, comma, f" {text},")
    return Replacement(comma, comma, f"{before[0]}{text},")


def _refuse_generator(call: cst.Call) -> None:
    if isinstance(call.args[-1].value, cst.GeneratorExp) and not call.args[-1].value.lpar:
        raise Refusal("The only argument of this call is a generator without parentheses.")


def _with_class(edit: Edit, syntax: Syntax) -> tuple[str, list[Replacement]]:
    """The argument with its class as the file reaches it, and the import that this needs."""
    keyword, _, value = edit.new.partition("=")
    name = value.partition(".")[0]
    found = list(bindings(syntax))
    for one in found:
        if one.name == name and leads_to(syntax, one.level, one.module, edit.new_module):
            return f"{keyword}={one.bound}{value.removeprefix(name)}", []
    for one in found:
        if one.name == "models" and leads_to(syntax, one.level, one.path, edit.new_module):
            return f"{keyword}={one.bound}.{value}", []
    models = re.sub(r"(\.models)\..*$", r"\1", edit.new_module)
    return edit.new, [import_line(syntax, [], f"from {models} import {name}")]


def remove_argument(edit: Edit, syntax: Syntax) -> list[Replacement]:
    """The replacements that take an argument out of its call. Raises Refusal if it has a value."""
    argument = _argument_at(edit, syntax)
    call = syntax.parent(argument)
    if not isinstance(call, cst.Call):
        raise Refusal(edit.question)
    index = call.args.index(argument)
    found = [_without(syntax, call, index)]
    later = call.args[index + 1 :]
    if argument.star or (argument.keyword is None and any(one.keyword is None for one in later)):
        raise Refusal(edit.question)
    if not _says_nothing(argument.value):
        raise Refusal(edit.question, found)
    return found


def _argument_at(edit: Edit, syntax: Syntax) -> cst.Arg:
    for node in reversed(syntax.nodes_at(edit.place)):
        argument = node if isinstance(node, cst.Arg) else syntax.parent(node)
        if isinstance(argument, cst.Arg):
            return argument
    raise Refusal(edit.question or f"{edit.old} is gone. What takes its place here?")


def _without(syntax: Syntax, call: cst.Call, index: int) -> Replacement:
    start, end = syntax.span(call.args[index])
    if index + 1 < len(call.args):
        return Replacement(start, syntax.span(call.args[index + 1])[0], "")
    if index:
        return Replacement(syntax.span(call.args[index - 1])[1], end, "")
    return Replacement(start, syntax.span(call)[1] - 1, "")


def _says_nothing(value: cst.BaseExpression) -> bool:
    """Return whether the argument was left out in all but form; any other value has a purpose."""
    return (get_full_name_for_node(value) or "").rpartition(".")[2] in {"None", "UNSET"}
