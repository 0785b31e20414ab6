"""Declared conversions, `from_wire = conversion(wire.Log, {...})`, as the functions that they come to.

Each read of a wire field is at the field of the model that takes its value, or at the path that names it.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import TypeVar

from attrs import evolve, frozen

from seawall.codegen.layer.source.classes import class_source, last_name
from seawall.codegen.layer.source.modules import Assigned, Import, Module
from seawall.codegen.layer.source.program import Located, Program

__all__ = ["expand_conversions"]

_OF_TYPES = {"Mapping": "freeze", "dict": "freeze", "datetime": "to utc"}
NodeT = TypeVar("NodeT", bound=ast.AST)

_MODULE, _FUNCTION = "seawall.core.model.conversion", "conversion"
_MOST_STEPS = 20
# Names that no code can have.
_WIRE = "wire model"
_FUNCTIONS = {
    "or none": Import("seawall.core.wire.unset", "or_none"),
    "if given": Import("seawall.core.wire.unset", "if_given"),
    "freeze": Import("seawall.core.wire.freeze", "freeze"),
    "to utc": Import("seawall.core.http.times", "to_utc"),
    "to tuple": Import("builtins", "tuple"),
}


def expand_conversions(program: Program) -> None:
    """Put a method in the place of each conversion that a class of the layer declares."""
    for module in program.layer.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                for index, statement in enumerate(node.body):
                    call = _declared(statement, module, program)
                    if call is not None:
                        module.bindings |= _FUNCTIONS
                        node.body[index] = _Expansion(program, module, node, call).method()
                        if isinstance(statement, ast.AnnAssign):
                            # It names the wire model as well.
                            node.body.append(_annotation(statement))


def _declared(statement: ast.stmt, module: Module, program: Program) -> ast.Call | None:
    match statement:
        case ast.Assign([ast.Name("from_wire")], ast.Call(func, [_, *_]) as call) | ast.AnnAssign(
            ast.Name("from_wire"), _, ast.Call(func, [_, *_]) as call
        ):
            found = program.resolve(module.name, last_name(func))
            is_ours = isinstance(found, Located) and (found.module.name, found.name) == (_MODULE, _FUNCTION)
            return call if is_ours else None
        case _:
            return None


def _annotation(statement: ast.AnnAssign) -> ast.stmt:
    name = ast.copy_location(ast.Name("annotation of from_wire", ast.Store()), statement)
    return ast.copy_location(ast.AnnAssign(name, statement.annotation, None, 1), statement)


@frozen
class _Field:
    """A field of a model, the module of its annotation, and the place of its name."""

    name: str
    annotation: ast.expr
    module: Module
    has_default: bool
    place: ast.expr


@frozen
class _Expansion:
    """One conversion, with the class that declares it."""

    program: Program
    module: Module
    node: ast.ClassDef
    call: ast.Call

    def method(self) -> ast.stmt:
        """The class method `from_wire` by hand."""
        sources = dict(self._sources())
        keywords = [
            ast.keyword(one.name, _at(one.place, self._value(one, sources.get(one.name))))
            for one in self._fields(self.node, self.module)
        ]
        made = ast.Call(ast.Name("cls", ast.Load()), [], [_at(self.call, one) for one in keywords])
        arguments = ast.arguments(
            posonlyargs=[],
            args=[ast.arg("cls"), ast.arg(_WIRE, self.call.args[0])],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        )
        method = ast.FunctionDef(
            name="from_wire",
            args=arguments,
            body=[ast.Return(made)],
            decorator_list=[ast.Name("classmethod", ast.Load())],
            returns=ast.Constant(self.node.name),
        )
        return _at(self.call, method)

    def _sources(self) -> Iterator[tuple[str, ast.expr]]:
        given = [*self.call.args[1:2], *(one.value for one in self.call.keywords if one.arg == "sources")]
        for one in given:
            if isinstance(one, ast.Dict):
                for key, value in zip(one.keys, one.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield key.value, value

    def _fields(self, node: ast.ClassDef, module: Module, level: int = 0) -> Iterator[_Field]:
        """The fields of a class, those of its bases first."""
        for base in node.bases if level < _MOST_STEPS else ():
            found = self.program.resolve(module.name, last_name(base))
            inner = found.module.bindings.get(found.name) if isinstance(found, Located) else None
            if isinstance(found, Located) and isinstance(inner, ast.ClassDef) and inner is not node:
                for one in self._fields(inner, found.module, level + 1):
                    # Its own place may be in another file.
                    yield evolve(one, place=self.call)
        for statement in node.body:
            match statement:
                case ast.AnnAssign(ast.Name(name) as target, annotation, value):
                    options = _options(value)
                    if last_name(annotation) != "ClassVar" and options.get("init", True) is not False:
                        has_default = bool({"default", "factory"} & options.keys())
                        yield _Field(name, annotation, module, has_default, target)

    def _value(self, one: _Field, source: ast.expr | None) -> ast.expr:
        wire = ast.Name(_WIRE, ast.Load())
        match source:
            case None:
                return self._converted(one, wire, one.name, one.place)
            case ast.Constant(str(path)):
                return self._converted(one, wire, path, source)
            case _:
                return ast.Call(source, [wire], [])

    def _converted(self, one: _Field, wire: ast.expr, path: str, place: ast.expr) -> ast.expr:
        function, item, is_optional = self._conversion(one.annotation, one.module)
        *parts, value = _reads(wire, path, place)
        if not is_optional and not one.has_default:
            return _every(item, value) if item is not None else _given(function, value)
        if item is not None:
            made = _every(item, ast.BoolOp(ast.Or(), [_call("or none", value), ast.Tuple([], ast.Load())]))
        else:
            made = _call("or none", value) if function is None else _call("if given", value, function)
        for part in parts:
            # A part that is absent is the end of the path.
            none = ast.Constant(value=None)
            made = ast.IfExp(ast.Compare(_call("or none", part), [ast.Is()], [none]), none, made)
        return made

    def _conversion(
        self, annotation: ast.expr, module: Module, level: int = 0
    ) -> tuple[ast.expr | None, ast.expr | None, bool]:
        """The function for a value of an annotated field, or for each item of one; whether it may be None."""
        members = list(_members(annotation))
        kept = [one for one in members if not (isinstance(one, ast.Constant) and one.value is None)]
        is_optional = len(kept) < len(members)
        if len(kept) != 1:
            found = [self._conversion(one, module, level + 1)[0] for one in kept]
            frozen_ = next((one for one in found if isinstance(one, ast.Name) and one.id == "freeze"), None)
            return frozen_, None, is_optional
        function, item, is_alias_of_optional = self._of_one(kept[0], module, level)
        return function, item, is_optional or is_alias_of_optional

    def _of_one(
        self, node: ast.expr, module: Module, level: int
    ) -> tuple[ast.expr | None, ast.expr | None, bool]:
        name = last_name(node)
        if name in _OF_TYPES:
            return ast.Name(_OF_TYPES[name], ast.Load()), None, False
        if name == "tuple" and isinstance(node, ast.Subscript):
            inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            item, _, _ = self._conversion(inner, module, level + 1)
            return ast.Name("to tuple", ast.Load()), item, False
        found = self.program.resolve(module.name, name) if level < _MOST_STEPS else None
        if isinstance(found, Located) and found.module.name != "builtins":
            match found.module.bindings.get(found.name):
                case ast.ClassDef() as definition:
                    return self._of_class(node, definition, found), None, False
                case Assigned(_, ast.expr() as value):
                    return self._conversion(value, found.module, level + 1)
        return None, None, False

    def _of_class(self, node: ast.expr, inner: ast.ClassDef, found: Located) -> ast.expr | None:
        source = class_source(found.name, found.module, inner)
        if "from_wire" in source.bindings:
            return ast.Attribute(deepcopy(node), "from_wire", ast.Load())
        return deepcopy(node) if source.is_enum else None


def _options(value: ast.expr | None) -> dict[str | None, object]:
    """The options of a field: those of its `field(...)`, or its default."""
    if isinstance(value, ast.Call) and last_name(value.func) in {"field", "ib", "attrib"}:
        return {
            one.arg: one.value.value if isinstance(one.value, ast.Constant) else one.value
            for one in value.keywords
        }
    return {} if value is None else {"default": value}


def _members(annotation: ast.expr) -> Iterator[ast.expr]:
    match annotation:
        case ast.BinOp(left, ast.BitOr(), right):
            yield from _members(left)
            yield from _members(right)
        case ast.Subscript(value, inner) if last_name(value) == "Optional":
            yield from _members(inner)
            yield ast.Constant(None)
        case ast.Subscript(value, ast.Tuple(items)) if last_name(value) == "Union":
            for one in items:
                yield from _members(one)
        case ast.Subscript(value, inner) if last_name(value) == "Annotated":
            yield from _members(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
        case ast.Constant(str(text)):
            try:
                yield from _members(ast.parse(text, mode="eval").body)
            except SyntaxError:
                yield annotation
        case _:
            yield annotation


def _call(function: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(function, ast.Load()), list(arguments), [])


def _given(function: ast.expr | None, value: ast.expr) -> ast.expr:
    return value if function is None else ast.Call(function, [value], [])


def _every(item: ast.expr, values: ast.expr) -> ast.expr:
    each = ast.comprehension(ast.Name("each", ast.Store()), values, [], is_async=0)
    return _call("to tuple", ast.GeneratorExp(_given(item, ast.Name("each", ast.Load())), [each]))


def _reads(value: ast.expr, path: str, place: ast.expr) -> Iterator[ast.expr]:
    """The reads of a path, each with those before it, at its name in the text or at the whole place."""
    size, end = len(path.encode()), place.end_col_offset or 0
    # A text may have a prefix or an escape.
    is_text = isinstance(place, ast.Constant) and end - place.col_offset == size + len("''")
    start = place.col_offset + 1
    for name in path.split("."):
        value = ast.copy_location(ast.Attribute(value, name, ast.Load()), place)
        if is_text:
            value.col_offset, value.end_col_offset = start, start + len(name.encode())
        start += len(name.encode()) + 1
        yield value


def _at(place: ast.expr | ast.stmt, node: NodeT) -> NodeT:
    """Give a node, and those in it that have no place yet, the place of another one."""
    if isinstance(node, ast.expr | ast.stmt | ast.arg | ast.keyword) and not hasattr(node, "lineno"):
        ast.copy_location(node, place)
    for inner in ast.iter_child_nodes(node):
        _at(place, inner)
    return node
