"""Allowlist for generated code: a file that holds anything but declarations is refused.

The last line of defence against a spec whose text escapes from its quotes. It parses the rendered source, so
it depends neither on the rendering nor on the escaping.
"""

import ast
import keyword
import re
from collections.abc import Iterable

from seawall.codegen.errors import UnsafeOutputError

__all__ = ["check_declarations"]

_MODULES = {
    (0, "__future__"): {"annotations"},
    (0, "attrs"): {"field", "frozen"},
    (0, "collections.abc"): {"Mapping"},
    (0, "decimal"): {"Decimal"},
    (0, "seawall.core.engine.call"): {"Call", "Operation", "StreamCall"},
    (0, "seawall.core.engine.operation"): {"ByMediaType", "Limits", "Parameter", "PartEncoding"},
    (0, "seawall.core.http.multipart"): {"FilePart"},
    (0, "seawall.core.lazy_names"): {"lazy_names"},
    (0, "seawall.core.wire.open_enum"): {"OpenEnum", "OpenIntEnum"},
    (0, "seawall.core.wire.unset"): {"UNSET", "UnsetType"},
    (0, "seawall.core.wire.variants"): {"Tagged", "UnknownVariant"},
    (0, "typing"): {"Annotated", "Any", "Literal", "TypeAlias", "Union"},
    (0, "uuid"): {"UUID"},
    (1, None): {"models"},
    (2, None): {"models"},
}
_ALIASES = {"datetime": "dt", "ipaddress": "ip"}
_OWNERS = frozenset({"dt", "ip", "models"})
_GENERICS = frozenset(
    {"Annotated", "Call", "Literal", "Mapping", "Operation", "StreamCall", "Union", "dict", "list", "tuple"}
)
# What a declaration may call; nothing of it does more than to hold its arguments.
_CONSTRUCTORS = frozenset(
    {
        "ByMediaType",
        "Call",
        "Limits",
        "Operation",
        "Parameter",
        "PartEncoding",
        "StreamCall",
        "Tagged",
        "field",
    }
)
# The names that may stand alone: types, and values without effect.
_NAMES = frozenset(
    {
        "Any",
        "Decimal",
        "FilePart",
        "TypeAlias",
        "UNSET",
        "UUID",
        "UnknownVariant",
        "UnsetType",
        "bool",
        "bytes",
        "dict",
        "float",
        "int",
        "object",
        "str",
    }
)
_FIELD_ARGUMENTS = frozenset({"default", "factory", "metadata"})
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LAZY_NAMES = "__getattr__, __dir__ = lazy_names(__name__)"


def check_declarations(name: str, source: bytes) -> None:
    """Raise UnsafeOutputError unless the file `name` with the content `source` holds declarations only."""
    try:
        tree = ast.parse(source, filename=name)
    except (SyntaxError, ValueError) as error:
        raise UnsafeOutputError(f"The generated {name} is not valid Python: {error}.") from error
    is_declaration = _is_listed_name if name.endswith(".pyi") else _is_declaration
    for node in tree.body:
        if not is_declaration(node):
            line = source.decode("ascii").splitlines()[node.lineno - 1]
            raise UnsafeOutputError(
                f"Line {node.lineno} of the generated {name} is not a declaration: {line[:200]}"
            )


def _is_listed_name(node: ast.stmt) -> bool:
    """True for `from .module import name as name`, the lines of a stub."""
    match node:
        case ast.ImportFrom(module=str() as module, names=[ast.alias(name=name, asname=public)], level=1):
            return _is_identifier(module) and _is_identifier(name) and name == public
    return False


def _is_declaration(node: ast.stmt) -> bool:  # noqa: PLR0911 - one for each kind
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Import(names=[ast.alias(name=module, asname=alias)]):
            return module in _ALIASES and _ALIASES[module] == alias
        case ast.ImportFrom(module=module, names=names, level=level):
            known = _MODULES.get((level, module), ())
            return all(alias.asname is None and alias.name in known for alias in names)
        case ast.AnnAssign(target=ast.Name(id=name), simple=1):
            return _is_identifier(name) and _is_assignment(node)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return _is_identifier(name) and (_is_constant(value) or _is_list_of_texts(value))
        case ast.ClassDef():
            return _is_enum(node) or _is_model(node)
        case ast.FunctionDef():
            return _is_call_builder(node)
    return isinstance(node, ast.Assign) and ast.unparse(node) == _LAZY_NAMES


def _is_assignment(node: ast.AnnAssign) -> bool:
    return _is_plain(node.annotation) and (node.value is None or _is_plain(node.value))


def _is_enum(node: ast.ClassDef) -> bool:
    match node:
        case ast.ClassDef(bases=[ast.Name(id=base)], keywords=[], decorator_list=[], body=[doc, *members]):
            named = _is_identifier(node.name) and _has_no_type_parameters(node)
            is_open = base in {"OpenEnum", "OpenIntEnum"}
            return named and is_open and _is_docstring(doc) and all(map(_is_member, members))
    return False


def _is_member(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and _is_declaration(node)


def _is_model(node: ast.ClassDef) -> bool:
    match node:
        case ast.ClassDef(bases=[], keywords=[], decorator_list=[decorator], body=[doc, *fields]):
            named = _is_identifier(node.name) and _has_no_type_parameters(node)
            return _is_frozen(decorator) and named and _is_docstring(doc) and all(map(_is_field, fields))
    return False


def _is_frozen(node: ast.expr) -> bool:
    """True for `frozen(kw_only=True)`."""
    match node:
        case ast.Call(
            func=ast.Name(id="frozen"),
            args=[],
            keywords=[ast.keyword(arg="kw_only", value=ast.Constant(value=True))],
        ):
            return True
    return False


def _is_field(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and _is_declaration(node)


def _has_no_type_parameters(node: ast.stmt) -> bool:
    # `class A[T: …]` (Python 3.12): the bound could be any expression.
    return not getattr(node, "type_params", None)


def _is_call_builder(node: ast.FunctionDef) -> bool:
    match node:
        case ast.FunctionDef(
            decorator_list=[],
            body=[doc, ast.Return(value=ast.Call() as call)],
            returns=ast.expr() as returns,
        ):
            arguments = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            return (
                _is_identifier(node.name)
                and _has_no_type_parameters(node)
                and _is_docstring(doc)
                and _is_plain(returns)
                and _are_arguments(node.args)
                and _is_call(call, frozenset(arguments))
            )
    return False


def _are_arguments(arguments: ast.arguments) -> bool:
    """True for annotated arguments without star arguments; only keyword-only ones have defaults."""
    return (
        not (arguments.posonlyargs or arguments.vararg or arguments.kwarg or arguments.defaults)
        and all(
            _is_identifier(argument.arg)
            and argument.annotation is not None
            and _is_plain(argument.annotation)
            for argument in (*arguments.args, *arguments.kwonlyargs)
        )
        and all(default is None or _is_plain(default) for default in arguments.kw_defaults)
    )


def _is_call(call: ast.Call, arguments: frozenset[str]) -> bool:
    """True for the call of a constant operation with nothing but the arguments of the function."""
    match call:
        case ast.Call(func=ast.Name(id="Call" | "StreamCall"), args=[ast.Name(id=operation)]):
            values = [item.value for item in call.keywords if item.arg is not None]
            return (
                _is_identifier(operation)
                and operation.isupper()
                and len(values) == len(call.keywords)
                and all(_is_plain(value, arguments) for value in values)
            )
    return False


def _is_plain(node: ast.expr, names: frozenset[str] = _NAMES) -> bool:  # noqa: PLR0911 - one for each kind
    """True for an expression that names, lists or constructs declarations, and does nothing else."""
    match node:
        case ast.Constant() | ast.UnaryOp():
            return _is_constant(node)
        case ast.Name(id=name):
            return name in names
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner in _OWNERS and _is_identifier(name)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _are_plain([left, right], names)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return name in _GENERICS and _is_plain(inner, names)
        case ast.Tuple(elts=parts):
            return _are_plain(parts, names)
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _is_constant(key) for key in keys) and _are_plain(values, names)
        case ast.Lambda(args=arguments, body=body):
            return _has_no_arguments(arguments) and _is_plain(body, names)
        case ast.Call(func=ast.Name(id=name), args=positional, keywords=keywords):
            given = {item.arg for item in keywords}
            allowed = None not in given and (name != "field" or given <= _FIELD_ARGUMENTS)
            values = [*positional, *(item.value for item in keywords)]
            return name in _CONSTRUCTORS and allowed and _are_plain(values, names)
    return False


def _has_no_arguments(node: ast.arguments) -> bool:
    return not (node.posonlyargs or node.args or node.vararg or node.kwonlyargs or node.kwarg)


def _are_plain(nodes: Iterable[ast.expr], names: frozenset[str]) -> bool:
    return all(_is_plain(part, names) for part in nodes)


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() | bool() | int() | float() | None):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
    return False


def _is_list_of_texts(node: ast.expr) -> bool:
    return isinstance(node, ast.Tuple) and all(map(_is_constant, node.elts))


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and type(node.value.value) is str
    )


def _is_identifier(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None and not keyword.iskeyword(name)
