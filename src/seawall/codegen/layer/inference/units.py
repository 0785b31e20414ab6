"""The functions, class bodies and module bodies of a layer: each is read by itself, again if a fact grows."""

import ast
from collections.abc import Iterator

from attrs import frozen

from seawall.codegen.layer.inference.recording import Recording
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import is_generator, is_open
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.classes import ClassSource, Function, class_source
from seawall.codegen.layer.source.definitions import Definitions
from seawall.codegen.layer.source.modules import Module, function_nodes
from seawall.codegen.layer.source.types import (
    ClassValue,
    Instance,
    Type,
    Variable,
    builtin,
    union,
)

__all__ = ["Unit", "read_units", "units_of"]

_MOST_READINGS = 5
# Their users call a command, whatever the name of its function is.
_COMMANDS = frozenset({"command", "callback", "command_of"})


@frozen(eq=False)
class Unit:
    """A part of the layer that is read by itself: a function, the body of a class or that of a module."""

    name: str
    module: Module
    function: Function | None = None
    source: ClassSource | None = None

    @property
    def node(self) -> ast.stmt | ast.Module:
        """The definition."""
        if self.function is not None:
            return self.function.node
        return self.module.tree if self.source is None else self.source.node

    @property
    def is_public(self) -> bool:
        """True if no part of the name below the module is private, and for a command; false for a module."""
        if self.function is not None and _COMMANDS & set(self.function.decorators):
            return True
        parts = self.name.removeprefix(self.module.name).split(".")[1:]
        private = [part for part in parts if part.startswith("_") and not part.endswith("__")]
        return bool(parts) and not private


def units_of(module: Module, definitions: Definitions) -> Iterator[Unit]:
    """Yield the units of a module: its functions and classes, then the module itself."""
    for name, nodes in function_nodes(module.bindings).items():
        qualified = f"{module.name}.{name}"
        yield Unit(qualified, module, function=Function(qualified, module, tuple(nodes)))
    for name, binding in module.bindings.items():
        if isinstance(binding, ast.ClassDef):
            yield from _units_of_class(f"{module.name}.{name}", module, binding, definitions)
    yield Unit(module.name, module)


def _units_of_class(
    name: str, module: Module, node: ast.ClassDef, definitions: Definitions
) -> Iterator[Unit]:
    source = definitions.class_of(name) or class_source(name, module, node)
    definitions.add_class(source)
    for method in source.methods():
        yield Unit(method.name, module, function=method)
    for inner, binding in source.bindings.items():
        if isinstance(binding, ast.ClassDef):
            yield from _units_of_class(f"{name}.{inner}", module, binding, definitions)
    yield Unit(name, module, source=source)


def read_units(walk: Walk, units: list[Unit]) -> dict[str, Recording]:
    """Read all units until no type grows; returns what the last reading of each has found."""
    by_name = {unit.name: unit for unit in units}
    todo = dict.fromkeys(by_name)
    readings: dict[str, int] = {}
    found: dict[str, Recording] = {}
    while todo:
        for name in todo:
            readings[name] = readings.get(name, 0) + 1
            found[name] = _read(walk, by_name[name])
        stale, walk.facts.stale = walk.facts.stale, {}
        todo = {name: None for name in stale if name in by_name and readings.get(name, 0) < _MOST_READINGS}
    return found


def _read(walk: Walk, unit: Unit) -> Recording:
    walk.recording, walk.unit = Recording(), unit.name
    walk.applied = walk.inlined = walk.steps = 0
    walk.displays.clear()
    walk.texts.clear()
    walk.loads.clear()
    walk.hints.clear()
    walk.keyed.clear()
    walk.passed.clear()
    walk.later.clear()
    if unit.function is not None:
        for node in unit.function.nodes:
            _read_function(walk, unit, unit.function, node)
    elif unit.source is not None:
        _read_class(walk, unit, unit.source)
    else:
        walk.run(walk, unit.module.tree.body, Scope(unit.module, unit.name, is_top=True))
    while walk.later:
        walk.later.pop()()
    walk.handle_passed()
    return walk.recording


def _read_class(walk: Walk, unit: Unit, source: ClassSource) -> None:
    outer = Scope(unit.module, unit.name, is_top=True)
    node = source.node
    walk.infer_all([*node.decorator_list, *node.bases], outer)
    walk.infer_all([one.value for one in node.keywords], outer)
    walk.run(walk, node.body, Scope(unit.module, unit.name, owner=source.name, parent=outer, is_top=True))
    instance = Instance(source.name)
    for name in ("__init__", "__new__", "__attrs_post_init__", "__post_init__", "__attrs_pre_init__"):
        member = walk.definitions.member(instance, name)
        method = member.source.method(name) if member else None
        if method is not None:
            walk.refer(method, outer)


def _read_function(
    walk: Walk, unit: Unit, function: Function, node: ast.FunctionDef | ast.AsyncFunctionDef
) -> None:
    around = Scope(unit.module, unit.name, owner=function.owner, is_top=True)
    walk.infer_all([*node.decorator_list, *node.args.defaults], around)
    walk.infer_all([one for one in node.args.kw_defaults if one], around)
    scope = Scope(unit.module, unit.name, owner=function.owner, is_public=unit.is_public)
    _note_defaults(walk, node.args)
    rest = [one.arg for one in (node.args.vararg, node.args.kwarg) if one is not None]
    walk.private_rest = frozenset(() if unit.is_public else rest)
    _bind_parameters(walk, function, node, scope)
    declared = walk.annotate(node.returns, scope)
    scope.expected = None if is_open(declared) else declared
    walk.run(walk, node.body, scope)
    if is_open(declared):
        walk.facts.add(("result", function.name), _result(node, scope))


def _note_defaults(walk: Walk, args: ast.arguments) -> None:
    """Note the parameters, and the texts that are their defaults."""
    positional = [*args.posonlyargs, *args.args]
    walk.parameters = frozenset(one.arg for one in (*positional, *args.kwonlyargs))
    pairs = [
        *zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]
    walk.texts.update({arg.arg: default for arg, default in pairs if isinstance(default, ast.Constant)})


def _result(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Type:
    if is_generator(node):
        kind = "AsyncIterator" if isinstance(node, ast.AsyncFunctionDef) else "Iterator"
        return builtin(kind, union(scope.yields))
    return union(scope.results)


def _bind_parameters(
    walk: Walk, function: Function, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope
) -> None:
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    if function.owner and positional and "staticmethod" not in function.decorators:
        scope.names[positional.pop(0).arg] = _own_type(walk, function)
    for one in (*positional, *args.kwonlyargs):
        scope.names[one.arg] = _parameter_type(walk, function, one, scope)
    if args.vararg is not None:
        declared = walk.annotate(args.vararg.annotation, scope)
        known = _fact(walk, function, args.vararg.arg)
        scope.names[args.vararg.arg] = known if is_open(declared) else builtin("tuple", declared)
    if args.kwarg is not None:
        declared = walk.annotate(args.kwarg.annotation, scope)
        known = builtin("dict", builtin("str"), declared)
        scope.names[args.kwarg.arg] = _fact(walk, function, args.kwarg.arg) if is_open(declared) else known


def _own_type(walk: Walk, function: Function) -> Type:
    """The type of `self` or `cls` in a method; the type arguments are the variables of the class."""
    names = walk.definitions.type_parameters(function.owner)
    instance = Instance(function.owner, tuple(Variable(name) for name in names))
    return ClassValue(instance) if "classmethod" in function.decorators else instance


def _parameter_type(walk: Walk, function: Function, node: ast.arg, scope: Scope) -> Type:
    declared = walk.annotate(node.annotation, scope)
    return _fact(walk, function, node.arg) if is_open(declared) else declared


def _fact(walk: Walk, function: Function, name: str) -> Type:
    return walk.facts.get(("parameter", function.name, name), walk.unit)
