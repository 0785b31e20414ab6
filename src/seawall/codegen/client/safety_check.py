"""Allowlist for generated code: a file that holds anything but declarations is refused.

The last line of defence against a spec whose text escapes from its quotes. It parses the rendered source, so
it does not depend on the templates or on the escaping.
"""

import ast
import keyword
import re
from collections.abc import Callable, Mapping

from seawall.codegen.errors import UnsafeOutputError

__all__ = ["check_declarations"]

_MODULES = {
    (0, "__future__"): {"annotations"},
    (0, "typing"): {"Any", "Literal"},
    (0, "uuid"): {"UUID"},
    (0, "attrs"): {"field", "frozen"},
    (0, "seawall.core.engine.call"): {"Call", "Operation"},
    (0, "seawall.core.wire.open_enum"): {"OpenEnum"},
    (0, "seawall.core.wire.unset"): {"UNSET", "UnsetType"},
    (1, None): {"enums", "models"},
}
_OWNERS = frozenset({"enums", "models", "dt"})
_CONTAINERS = frozenset({"Call", "Operation", "dict", "list"})


def check_declarations(name: str, source: bytes) -> None:
    """Raise UnsafeOutputError unless the file `name` with the content `source` holds declarations only."""
    try:
        tree = ast.parse(source, filename=name)
    except (SyntaxError, ValueError) as error:
        raise UnsafeOutputError(f"The generated {name} is not valid Python: {error}.") from error
    for node in tree.body:
        if not _is_declaration(node):
            line = source.decode("ascii").splitlines()[node.lineno - 1]
            raise UnsafeOutputError(
                f"Line {node.lineno} of the generated {name} is not a declaration: {line[:200]}"
            )


def _is_declaration(node: ast.stmt) -> bool:
    checks = (
        _is_docstring,
        _is_import,
        _is_enum_member,
        _is_operation_constant,
        _is_enum,
        _is_model,
        _is_call_builder,
    )
    return any(check(node) for check in checks)


def _is_import(node: ast.stmt) -> bool:
    match node:
        case ast.Import(names=[ast.alias(name="datetime", asname="dt")]):
            return True
        case ast.ImportFrom(module=module, names=names, level=level):
            known = _MODULES.get((level, module), ())
            return all(alias.asname is None and alias.name in known for alias in names)
    return False


def _is_operation_constant(node: ast.stmt) -> bool:
    match node:
        case ast.AnnAssign(
            target=ast.Name(id=name), annotation=annotation, value=ast.Call() as call, simple=1
        ):
            return _is_identifier(name) and _is_type(annotation) and _is_operation(call)
    return False


def _is_enum(node: ast.stmt) -> bool:
    match node:
        case ast.ClassDef(
            bases=[ast.Name(id="OpenEnum")], keywords=[], decorator_list=[], body=[doc, *members]
        ):
            named = _is_identifier(node.name) and _has_no_type_parameters(node)
            return named and _is_docstring(doc) and all(map(_is_enum_member, members))
    return False


def _has_no_type_parameters(node: ast.stmt) -> bool:
    # `class A[T: …]` (Python 3.12): the bound could be any expression.
    return not getattr(node, "type_params", None)


def _is_enum_member(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str())):
            return _is_identifier(name)
    return False


def _is_model(node: ast.stmt) -> bool:
    match node:
        case ast.ClassDef(bases=[], keywords=[], decorator_list=[decorator], body=[doc, *fields]):
            frozen = ast.unparse(decorator) == "frozen(kw_only=True)"
            named = _is_identifier(node.name) and _has_no_type_parameters(node)
            return frozen and named and _is_docstring(doc) and all(map(_is_field, fields))
    return False


def _is_field(node: ast.stmt) -> bool:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value, simple=1):
            return _is_identifier(name) and _is_type(annotation) and (value is None or _is_field_value(value))
    return False


def _is_field_value(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="field"), args=[], keywords=keywords):
            return _has_only_keywords(keywords, {"default": _is_field_default, "metadata": _is_wire_metadata})
    return _is_field_default(node)


def _is_field_default(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "UNSET") or _is_literal(node)


def _is_literal(node: ast.expr) -> bool:
    """True for a string or integer literal."""
    match node:
        case ast.Constant(value=value) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return type(value) in {int, str}
    return False


def _is_wire_metadata(node: ast.expr) -> bool:
    match node:
        case ast.Dict(keys=[ast.Constant(value="wire")], values=[ast.Constant(value=str())]):
            return True
    return False


def _is_operation(node: ast.Call) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="Operation"), args=[], keywords=keywords):
            return _has_only_keywords(
                keywords,
                {
                    "id": _is_text,
                    "method": _is_text,
                    "path": _is_text,
                    "result_types": _is_result_map,
                    "header_parameters": _is_text_set,
                    "query_parameters": _is_text_set,
                },
            )
    return False


def _is_text_set(node: ast.expr) -> bool:
    match node:
        case ast.Set(elts=elements):
            return all(map(_is_text, elements))
        case ast.Tuple(elts=[]):
            return True
    return False


def _is_result_map(node: ast.expr) -> bool:
    match node:
        case ast.Dict(keys=keys, values=values):
            return all(isinstance(key, ast.Constant) and type(key.value) is int for key in keys) and all(
                map(_is_type, values)
            )
    return False


def _is_call_builder(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(
            decorator_list=[],
            body=[doc, ast.Return(value=ast.Call(func=ast.Name(id="Call")) as call)],
            returns=returns,
        ):
            return (
                _is_identifier(node.name)
                and _has_no_type_parameters(node)
                and _is_docstring(doc)
                and returns is not None
                and _is_type(returns)
                and _are_arguments(node.args)
                and _is_call(call)
            )
    return False


def _are_arguments(arguments: ast.arguments) -> bool:
    """True for annotated arguments without star arguments; only keyword-only ones have defaults."""
    return (
        not (arguments.posonlyargs or arguments.vararg or arguments.kwarg or arguments.defaults)
        and all(
            _is_identifier(argument.arg) and argument.annotation is not None and _is_type(argument.annotation)
            for argument in (*arguments.args, *arguments.kwonlyargs)
        )
        and all(default is None or _is_argument_default(default) for default in arguments.kw_defaults)
    )


def _is_call(node: ast.Call) -> bool:
    match node:
        case ast.Call(args=[ast.Name()], keywords=keywords):
            checks = {
                "path": _is_name_map,
                "query": _is_name_map,
                "headers": _is_name_map,
                "body": _is_name,
                "media_type": _is_media_type,
            }
            return _has_only_keywords(keywords, checks)
    return False


def _is_name_map(node: ast.expr) -> bool:
    match node:
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _is_text(key) for key in keys) and all(map(_is_name, values))
    return False


def _is_media_type(node: ast.expr) -> bool:
    match node:
        case ast.IfExp(test=test, body=ast.Constant(value=None), orelse=orelse):
            return ast.unparse(test) == "body is None" and _is_text(orelse)
    return _is_text(node)


def _is_argument_default(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() | bool() | int() | float() | None):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="enums"), attr=owner), attr=member):
            return _is_identifier(owner) and _is_identifier(member)
    return False


def _is_type(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_type(left) and _is_type(right)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            return _is_literal(inner)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=parts)):
            return name in _CONTAINERS and all(map(_is_type, parts))
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return name in _CONTAINERS and _is_type(inner)
    return _is_named_type(node)


def _is_named_type(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return _is_identifier(name)
        case ast.Constant(value=None):
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner in _OWNERS and _is_identifier(name)
    return False


def _has_only_keywords(keywords: list[ast.keyword], checks: Mapping[str, Callable[[ast.expr], bool]]) -> bool:
    return all(item.arg in checks and checks[item.arg](item.value) for item in keywords if item.arg) and all(
        item.arg for item in keywords
    )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and _is_text(node.value)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and _is_identifier(node.id)


def _is_identifier(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) is not None and not keyword.iskeyword(name)
