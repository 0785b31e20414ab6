"""Holds generated code against a list of what it may be: declarations, and nothing else.

The last line of defence against a spec whose text finds a way out of its quotes: what is not one of these
shapes is not written, whatever made it.
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
    """Raise UnsafeOutputError unless `source`, the file `name`, holds declarations only."""
    try:
        tree = ast.parse(source, filename=name)
    except (SyntaxError, ValueError) as error:
        raise UnsafeOutputError(f"{name} would be no valid Python: {error}.") from error
    for node in tree.body:
        if not _statement(node):
            line = source.decode("ascii").splitlines()[node.lineno - 1]
            raise UnsafeOutputError(f"{name}, line {node.lineno} is no declaration: {line[:200]}")


def _statement(node: ast.stmt) -> bool:
    checks = (_documentation, _import, _member, _constant, _enum, _model, _function)
    return any(check(node) for check in checks)


def _import(node: ast.stmt) -> bool:
    match node:
        case ast.Import(names=[ast.alias(name="datetime", asname="dt")]):
            return True
        case ast.ImportFrom(module=module, names=names, level=level):
            known = _MODULES.get((level, module), ())
            return all(alias.asname is None and alias.name in known for alias in names)
    return False


def _constant(node: ast.stmt) -> bool:
    match node:
        case ast.AnnAssign(
            target=ast.Name(id=name), annotation=annotation, value=ast.Call() as call, simple=1
        ):
            return _identifier(name) and _type(annotation) and _operation(call)
    return False


def _enum(node: ast.stmt) -> bool:
    match node:
        case ast.ClassDef(
            bases=[ast.Name(id="OpenEnum")], keywords=[], decorator_list=[], body=[doc, *members]
        ):
            named = _identifier(node.name) and _without_type_parameters(node)
            return named and _documentation(doc) and all(map(_member, members))
    return False


def _without_type_parameters(node: ast.stmt) -> bool:
    # `class A[T]`: Python 3.12 and later; their bounds could hold any expression.
    return not getattr(node, "type_params", None)


def _member(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str())):
            return _identifier(name)
    return False


def _model(node: ast.stmt) -> bool:
    match node:
        case ast.ClassDef(bases=[], keywords=[], decorator_list=[decorator], body=[doc, *fields]):
            frozen = ast.unparse(decorator) == "frozen(kw_only=True)"
            named = _identifier(node.name) and _without_type_parameters(node)
            return frozen and named and _documentation(doc) and all(map(_field, fields))
    return False


def _field(node: ast.stmt) -> bool:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value, simple=1):
            return _identifier(name) and _type(annotation) and (value is None or _field_value(value))
    return False


def _field_value(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="field"), args=[], keywords=keywords):
            return _keywords(keywords, {"default": _field_default, "metadata": _wire})
    return _field_default(node)


def _field_default(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "UNSET") or _fixed(node)


def _fixed(node: ast.expr) -> bool:
    """A text or a whole number."""
    match node:
        case ast.Constant(value=value) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return type(value) in {int, str}
    return False


def _wire(node: ast.expr) -> bool:
    match node:
        case ast.Dict(keys=[ast.Constant(value="wire")], values=[ast.Constant(value=str())]):
            return True
    return False


def _operation(node: ast.Call) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="Operation"), args=[], keywords=keywords):
            return _keywords(
                keywords, {"id": _text, "method": _text, "path": _text, "result_types": _answers}
            )
    return False


def _answers(node: ast.expr) -> bool:
    match node:
        case ast.Dict(keys=keys, values=values):
            return all(isinstance(key, ast.Constant) and type(key.value) is int for key in keys) and all(
                map(_type, values)
            )
    return False


def _function(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(
            decorator_list=[],
            body=[doc, ast.Return(value=ast.Call(func=ast.Name(id="Call")) as call)],
            returns=returns,
        ):
            arguments = node.args
            every = [*arguments.args, *arguments.kwonlyargs]
            return (
                _identifier(node.name)
                and _without_type_parameters(node)
                and _documentation(doc)
                and returns is not None
                and _type(returns)
                and not (arguments.posonlyargs or arguments.vararg or arguments.kwarg or arguments.defaults)
                and all(
                    _identifier(arg.arg) and arg.annotation is not None and _type(arg.annotation)
                    for arg in every
                )
                and all(default is None or _default(default) for default in arguments.kw_defaults)
                and _built(call)
            )
    return False


def _built(node: ast.Call) -> bool:
    match node:
        case ast.Call(args=[ast.Name()], keywords=keywords):
            shapes = {
                "path": _pairs,
                "query": _pairs,
                "headers": _pairs,
                "body": _name,
                "media_type": _media_type,
            }
            return _keywords(keywords, shapes)
    return False


def _pairs(node: ast.expr) -> bool:
    match node:
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _text(key) for key in keys) and all(map(_name, values))
    return False


def _media_type(node: ast.expr) -> bool:
    match node:
        case ast.IfExp(test=test, body=ast.Constant(value=None), orelse=orelse):
            return ast.unparse(test) == "body is None" and _text(orelse)
    return _text(node)


def _default(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() | bool() | int() | float() | None):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="enums"), attr=owner), attr=member):
            return _identifier(owner) and _identifier(member)
    return False


def _type(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _type(left) and _type(right)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            return _fixed(inner)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=parts)):
            return name in _CONTAINERS and all(map(_type, parts))
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return name in _CONTAINERS and _type(inner)
    return _named_type(node)


def _named_type(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return _identifier(name)
        case ast.Constant(value=None):
            return True
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner in _OWNERS and _identifier(name)
    return False


def _keywords(keywords: list[ast.keyword], shapes: Mapping[str, Callable[[ast.expr], bool]]) -> bool:
    return all(item.arg in shapes and shapes[item.arg](item.value) for item in keywords if item.arg) and all(
        item.arg for item in keywords
    )


def _documentation(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and _text(node.value)


def _text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and _identifier(node.id)


def _identifier(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) is not None and not keyword.iskeyword(name)
