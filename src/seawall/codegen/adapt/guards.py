"""Guards for a value that may be None or missing now, as far as the type that it goes into allows None."""

import re
from collections.abc import Iterator, Sequence

import libcst as cst
from attrs import frozen
from libcst.helpers import get_full_name_for_node

from seawall.codegen.adapt.imports import bindings, import_line
from seawall.codegen.adapt.layer_types import LayerTypes, accepts_none, empty_value
from seawall.codegen.adapt.moves import is_compared
from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax
from seawall.codegen.impact.finding import Edit

__all__ = ["guard", "guarded_move"]

_UNSET_ROOM = "seawall.core.wire.unset"


@frozen
class _Target:
    """The expression with the value, and the declared type of what it goes into; empty if unknown."""

    expression: cst.BaseExpression
    type: str = ""
    name: str = ""


def guard(edit: Edit, syntax: Syntax, types: LayerTypes) -> list[Replacement]:
    """The replacements that let None go where the value goes; none if it may go there as it is.

    Raises Refusal if the type there does not allow None, or is not known.
    """
    value = _value_at(edit, syntax)
    if is_compared(syntax, value) or _is_condition(syntax, value):
        return []
    if (empty := _iterated(syntax, value)) is not None:
        return empty
    target = _target(syntax, value, types)
    found = _guarded(edit, syntax, value, target.expression)
    if accepts_none(target.type):
        return found
    if target.expression is value and (literal := empty_value(target.type)):
        return [syntax.put(value, f"{syntax.code(value)} or {literal}")]
    missing = "may be missing or None" if "," in edit.new else f"may be {edit.new}"
    where = f" {target.name} is {target.type or 'of no declared type'}." if target.name else ""
    raise Refusal(f"{syntax.code(value)} {missing} now.{where} Which value goes there then?", found)


def guarded_move(edit: Edit, syntax: Syntax, types: LayerTypes) -> list[Replacement]:
    """The replacements that read a moved attribute of an object that may be missing, with a guard for that.

    Raises Refusal if the type that the value goes into does not allow None, or is not known.
    """
    value = _value_at(edit, syntax)
    target = _target(syntax, value, types)
    base = syntax.code(value.value)
    start, end = syntax.span(target.expression)
    before, after = syntax.span(value)
    text = f"{syntax.text[start:before]}{base}.{edit.new}{syntax.text[after:end]}"
    holder = f"{base}.{edit.new.rpartition('.')[0]}"
    found = _conditional(edit, syntax, target.expression, text, (holder, set(edit.missing.split(", "))))
    if accepts_none(target.type):
        return found
    raise Refusal(
        f"{edit.old} is {edit.new} now, and {holder} may be missing. Which value stands here then?", found
    )


def _value_at(edit: Edit, syntax: Syntax) -> cst.Attribute:
    for node in syntax.nodes_at(edit.place):
        found = node if isinstance(node, cst.Attribute) else syntax.parent(node)
        if isinstance(found, cst.Attribute):
            # To name it twice must not call anything twice.
            if get_full_name_for_node(found) is None or "(" in syntax.code(found):
                break
            return found
    raise Refusal(f"{edit.old} may be missing now. Which value stands here then?")


def _is_condition(syntax: Syntax, value: cst.CSTNode) -> bool:
    parent = syntax.parent(value)
    if isinstance(parent, cst.If | cst.While | cst.IfExp):
        return parent.test is value
    return isinstance(parent, cst.UnaryOperation) and isinstance(parent.operator, cst.Not)


def _iterated(syntax: Syntax, value: cst.CSTNode) -> list[Replacement] | None:
    """The replacement for a list that a loop runs over: there is nothing in a list that is missing."""
    parent = syntax.parent(value)
    if isinstance(parent, cst.For | cst.CompFor) and parent.iter is value:
        return [syntax.put(value, f"({syntax.code(value)} or ())")]
    call = syntax.parent(parent)
    if not isinstance(parent, cst.Attribute) or not isinstance(call, cst.Call):
        return None
    loop = syntax.parent(call)
    if parent.attr.value not in {"items", "keys", "values"} or not isinstance(loop, cst.For | cst.CompFor):
        return None
    return [syntax.put(value, f"({syntax.code(value)} or {{}})")]


def _target(syntax: Syntax, value: cst.Attribute, types: LayerTypes) -> _Target:
    """The largest expression around `value` that is None if the value is, up to a place with a type.

    A branch of a conditional expression, or the last operand of `or`, is such a place if the whole is.
    """
    node: cst.BaseExpression = value
    below: cst.CSTNode = value
    for parent in syntax.ancestors(value):
        is_branch = below is not node
        if isinstance(parent, cst.Arg):
            call = syntax.parent(parent)
            found = _declared(syntax, call, parent, types) if isinstance(call, cst.Call) else None
            if found is not None or is_branch:
                return _Target(node, *(found or ("", "")))
        elif isinstance(parent, cst.Return):
            return _Target(node, *_result(syntax, parent))
        elif isinstance(parent, cst.AnnAssign):
            return _Target(node, syntax.code(parent.annotation.annotation), syntax.code(parent.target))
        elif _passes_on(parent, below):
            below = parent
        elif is_branch or not isinstance(parent, _GROWS):
            break
        elif isinstance(parent, cst.BaseExpression):
            node = below = parent
    return _Target(node)


_GROWS = (cst.Call, cst.Attribute, cst.Subscript, cst.SubscriptElement, cst.BinaryOperation, cst.Index)


def _passes_on(parent: cst.CSTNode, inner: cst.CSTNode) -> bool:
    """Return whether the value of `inner` may be that of `parent` as it is."""
    if isinstance(parent, cst.IfExp):
        return parent.test is not inner
    return (
        isinstance(parent, cst.BooleanOperation)
        and isinstance(parent.operator, cst.Or)
        and parent.right is inner
    )


def _declared(syntax: Syntax, call: cst.Call, argument: cst.Arg, types: LayerTypes) -> tuple[str, str] | None:
    """The type and name of the field or parameter that the argument is for; None if the call converts it."""
    name = _callee(syntax, call)
    if name == "if_given":
        # A conversion with its function.
        return None
    of_class, of_function = types.fields.get(name), types.parameters.get(name)
    declared = of_class or of_function or {}
    key = argument.keyword.value if argument.keyword else ""
    if not key and not argument.star:
        index = call.args.index(argument)
        key = list(declared)[index] if index < len(declared) else ""
    if key not in declared:
        # A conversion has one argument; of another call, None may be anything.
        return ("", "") if of_class or argument.keyword or len(call.args) > 1 else None
    if of_class is None and not accepts_none(declared[key]):
        # A conversion, such as `Item.from_wire(item)`: its result goes further.
        return None
    return declared[key], f"{name}.{key}"


def _callee(syntax: Syntax, call: cst.Call) -> str:
    name = get_full_name_for_node(call.func) or ""
    owner = syntax.around(call, cst.ClassDef)
    if owner is not None:
        name = re.sub(r"^(self|cls)\b", owner.name.value, name)
    parts = name.split(".")
    return ".".join(parts[-2:]) if len(parts) > 1 and parts[-2][:1].isupper() else parts[-1]


def _result(syntax: Syntax, statement: cst.Return) -> tuple[str, str]:
    function = syntax.around(statement, cst.FunctionDef)
    if function is None or function.returns is None:
        return "", "" if function is None else f"The result of {function.name.value}"
    text = syntax.code(function.returns.annotation).strip("\"'")
    return text, f"The result of {function.name.value}"


def _guarded(
    edit: Edit, syntax: Syntax, value: cst.Attribute, expression: cst.BaseExpression
) -> list[Replacement]:
    """The expression with a guard for what may be missing, and the import that the guard needs."""
    code, missing = syntax.code(value), set(edit.new.split(", "))
    if expression is value and missing == {"None"}:
        return []
    if edit.new_module == _UNSET_ROOM:
        if expression is value:
            return _with_import(edit, syntax, expression, "or_none", f"{{}}({code})")
        if (function := _only_call(syntax, value, expression)) is not None:
            return _with_import(edit, syntax, expression, "if_given", f"{{}}({code}, {function})")
    return _conditional(edit, syntax, expression, syntax.code(expression), (code, missing))


def _conditional(
    edit: Edit, syntax: Syntax, expression: cst.BaseExpression, value: str, tested: tuple[str, set[str]]
) -> list[Replacement]:
    """`None if … else value` in the place of an expression, with the import that the test needs."""
    code, missing = tested
    tests = [f"{code} is None"] if "None" in missing else []
    unset = "UnsetType" if edit.new_module == _UNSET_ROOM else "Unset"
    if "UNSET" in missing:
        tests.append(f"isinstance({code}, {{}})")
    text = f"None if {' or '.join(tests)} else {_braces(value)}"
    if "UNSET" not in missing:
        return [syntax.put(expression, _in_parentheses(syntax, expression, text.format()))]
    return _with_import(edit, syntax, expression, unset, _in_parentheses(syntax, expression, text))


def _only_call(syntax: Syntax, value: cst.Attribute, expression: cst.BaseExpression) -> str | None:
    """The function of `function(value)`, if it can be named before the value is known."""
    if not isinstance(expression, cst.Call) or len(expression.args) != 1:
        return None
    argument = expression.args[0]
    if argument.value is not value or argument.keyword is not None or argument.star:
        return None
    return _braces(syntax.code(expression.func)) if get_full_name_for_node(expression.func) else None


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _in_parentheses(syntax: Syntax, expression: cst.BaseExpression, text: str) -> str:
    """`text` as it can stand there: a conditional expression needs parentheses inside another expression."""
    parent = syntax.parent(expression)
    needs = not isinstance(parent, cst.Arg | cst.Return | cst.AnnAssign | cst.Assign) and not expression.lpar
    return f"({text})" if needs else text


def _with_import(
    edit: Edit, syntax: Syntax, expression: cst.BaseExpression, name: str, text: str
) -> list[Replacement]:
    """`text` with `name` in its place, imported if the file does not have it yet."""
    for one in bindings(syntax):
        if one.name == name and one.module.rpartition(".")[2] == edit.new_module.rpartition(".")[2]:
            return [syntax.put(expression, text.format(one.bound))]
    return [syntax.put(expression, text.format(name)), _import(edit, syntax, name)]


def _import(edit: Edit, syntax: Syntax, name: str) -> Replacement:
    module = edit.new_module
    for one in bindings(syntax):
        if not isinstance(one.statement, cst.ImportFrom) or isinstance(one.statement.names, cst.ImportStar):
            continue
        names: Sequence[cst.ImportAlias] = one.statement.names
        if one.module == module and one.alias is names[-1] and not one.statement.lpar:
            return _in_order(syntax, list(names), name)
    line = f"from {module} import {name}"
    return import_line(syntax, list(_sorted_place(syntax, module)), line)


def _in_order(syntax: Syntax, names: Sequence[cst.ImportAlias], name: str) -> Replacement:
    """`name` among the names of an import, in alphabetic order if they are in it."""
    for one in names:
        if one.evaluated_name > name:
            start, _ = syntax.span(one)
            return Replacement(start, start, f"{name}, ")
    _, end = syntax.span(names[-1])
    return Replacement(end, end, f", {name}")


def _sorted_place(syntax: Syntax, module: str) -> Iterator[cst.CSTNode]:
    """The import before which one of `module` stands in alphabetic order: that of the same first package."""
    package = module.partition(".")[0]
    for one in bindings(syntax):
        top = syntax.parent(syntax.parent(one.statement))
        if (
            isinstance(top, cst.Module)
            and isinstance(one.statement, cst.ImportFrom)
            and not one.level
            and one.module.partition(".")[0] == package
            and one.module > module
        ):
            yield one.statement
