"""Reads the functions of a layer: parameters, results, and the exceptions that a docstring names."""

import ast
import re
from collections.abc import Iterator
from typing import TypeAlias

import griffe

from seawall.codegen.surface.reading.annotations import Annotations, expression
from seawall.codegen.surface.reading.modules import Definition, function_node
from seawall.codegen.surface.surface import (
    Binding,
    Function,
    Parameter,
    ParameterKind,
    Signature,
    SourceLine,
)
from seawall.codegen.surface.types import is_name, named

__all__ = ["read_function", "read_raises", "read_signature", "source_line"]

_KINDS = {
    griffe.ParameterKind.positional_only: ParameterKind.POSITIONAL_ONLY,
    griffe.ParameterKind.positional_or_keyword: ParameterKind.ANY,
    griffe.ParameterKind.keyword_only: ParameterKind.KEYWORD_ONLY,
    griffe.ParameterKind.var_positional: ParameterKind.ARGS,
    griffe.ParameterKind.var_keyword: ParameterKind.KWARGS,
}
_CONTEXT_MANAGERS = {
    "contextlib.contextmanager": "contextlib.AbstractContextManager",
    "contextlib.asynccontextmanager": "contextlib.AbstractAsyncContextManager",
}
_EXCEPTION = r"(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Timeout|Iteration|Group|Fault)\b"
# A sentence that says "raises"; a section of the Google or NumPy style; a field of the Sphinx style.
_RAISES = re.compile(
    r":raises?\s+[\w.]+"
    r"|^[ \t]*Raises:?[ \t]*\n(?:[ \t]*-+[ \t]*\n)?(?:.+\n?)+"
    r"|\braises?\b(?:[^.;]|\.(?=\w))*",
    re.IGNORECASE | re.MULTILINE,
)


Documented: TypeAlias = griffe.Function | griffe.Class


def source_line(definition: griffe.Object) -> SourceLine:
    """The first line of a definition."""
    return SourceLine(str(definition.filepath), definition.lineno or 1)


def read_function(function: griffe.Function, annotations: Annotations) -> Function:
    """Read a function or method; overloads replace the signature of their implementation."""
    binding = _binding(function)
    return Function(
        binding=binding,
        signatures=tuple(
            read_signature(one, annotations, is_bound=binding in {Binding.METHOD, Binding.CLASS_METHOD})
            for one in function.overloads or [function]
        ),
        raises=read_raises(function, annotations),
        line=source_line(function),
    )


def _binding(function: griffe.Function) -> Binding:
    if not isinstance(function.parent, griffe.Class):
        return Binding.FUNCTION
    if "staticmethod" in function.labels:
        return Binding.STATIC_METHOD
    is_class_method = "classmethod" in function.labels or function.name in {"__new__", "__init_subclass__"}
    return Binding.CLASS_METHOD if is_class_method else Binding.METHOD


def read_signature(function: griffe.Function, annotations: Annotations, *, is_bound: bool) -> Signature:
    """Read the signature of a function; `is_bound` leaves out its first parameter."""
    node = function_node(function)
    is_generator = node is not None and _yields(node)
    returns = annotations.type(function.returns, function)
    if manager := _context_manager(function, annotations):
        # The decorator makes a context manager of a generator.
        is_generator, given = False, returns.arguments[:1] if returns is not None else ()
        node, returns = None, named(manager, given)
    parameters = list(function.parameters)
    if (
        is_bound
        and parameters
        and parameters[0].kind
        in {
            griffe.ParameterKind.positional_only,
            griffe.ParameterKind.positional_or_keyword,
        }
    ):
        del parameters[0]
    return Signature(
        parameters=tuple(_parameter(one, function, annotations) for one in parameters),
        returns=returns,
        is_async=isinstance(node, ast.AsyncFunctionDef) and not is_generator,
        is_generator=is_generator,
    )


def _context_manager(function: griffe.Function, annotations: Annotations) -> str:
    """The type of context manager that a decorator makes of a function; empty if there is none."""
    for decorator in function.decorators:
        node = expression(decorator.value)
        if is_name(node):
            path = annotations.resolve(function, ast.unparse(node)).path
            if path in _CONTEXT_MANAGERS:
                return _CONTEXT_MANAGERS[path]
    return ""


def _parameter(found: griffe.Parameter, scope: Definition, annotations: Annotations) -> Parameter:
    kind = _KINDS[found.kind or griffe.ParameterKind.positional_or_keyword]
    variadic = kind in {ParameterKind.ARGS, ParameterKind.KWARGS}
    return Parameter(
        name=found.name.lstrip("*"),
        kind=kind,
        type=annotations.type(found.annotation, scope),
        default="" if variadic else annotations.default(found.default, scope),
    )


def _yields(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True if a function is a generator: it yields, outside of the functions inside of it."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))
    return False


def read_raises(documented: Documented, annotations: Annotations) -> tuple[str, ...]:
    """The exceptions that a docstring names, sorted; full names if they can be resolved."""
    text = documented.docstring.value if documented.docstring else ""
    return tuple(sorted({annotations.exception(documented, name) for name in _raised(text)}))


def _raised(text: str) -> Iterator[str]:
    for sentence in _RAISES.finditer(text):
        yield from re.findall(_EXCEPTION, sentence[0])
