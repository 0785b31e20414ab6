"""Classes with source, of the layer or of what it imports: bases, fields, methods, attributes."""

import ast
from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from seawall.codegen.layer.source.modules import Assigned, Binding, Module, blocks, define_names

__all__ = ["ClassSource", "Function", "class_source", "decorator_names", "last_name", "own_statements"]

_RECORDS = frozenset({"frozen", "define", "mutable", "attrs", "s", "dataclass", "dataclass_transform"})
_RECORD_BASES = frozenset({"BaseModel", "NamedTuple", "TypedDict", "Struct"})
_ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag", "OpenEnum", "OpenIntEnum"})


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name, of a call or of a subscript of one; empty for anything else."""
    match node:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
        case ast.Call(inner) | ast.Subscript(inner):
            return last_name(inner)
        case _:
            return ""


def decorator_names(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...]:
    """The last parts of the names of the decorators."""
    return tuple(last_name(one) for one in node.decorator_list)


@frozen(eq=False)
class Function:
    """A function or method with source. `owner` is the qualified name of its class, empty for a function.

    There are several nodes if the name is defined more than once: overloads, setters, branches.
    """

    name: str
    module: Module
    nodes: tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]
    owner: str = ""

    @property
    def node(self) -> ast.FunctionDef | ast.AsyncFunctionDef:
        """The definition that is called: no overload, setter or deleter."""
        for node in reversed(self.nodes):
            if not {"overload", "setter", "deleter"} & set(decorator_names(node)):
                return node
        return self.nodes[0]

    @property
    def decorators(self) -> tuple[str, ...]:
        """The names of the decorators of the definition that is called."""
        return decorator_names(self.node)

    @property
    def is_property(self) -> bool:
        """True for a property, cached or not."""
        return bool({"property", "cached_property"} & set(self.decorators))


@define(eq=False)
class ClassSource:
    """A class: `bindings` are the names in its body, `attributes` those that its methods set on `self`."""

    name: str
    module: Module
    node: ast.ClassDef
    bindings: Mapping[str, Binding] = field(factory=dict)
    attributes: Mapping[str, Assigned] = field(factory=dict)
    setters: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(factory=dict)

    @property
    def is_record(self) -> bool:
        """True if the constructor takes the annotated fields: attrs, dataclasses, pydantic and the like."""
        if _RECORDS & set(decorator_names(self.node)):
            return True
        return bool(_RECORD_BASES & {last_name(one) for one in self.node.bases})

    @property
    def is_enum(self) -> bool:
        """True for an enum, by its base."""
        return bool(_ENUMS & {last_name(one) for one in self.node.bases})

    def method(self, name: str) -> Function | None:
        """A method of the class itself."""
        nodes = self.bindings.get(name)
        if not isinstance(nodes, list):
            return None
        return Function(f"{self.name}.{name}", self.module, tuple(nodes), self.name)

    def methods(self) -> Iterator[Function]:
        """Yield the methods of the class itself."""
        for name in self.bindings:
            if method := self.method(name):
                yield method

    def fields(self) -> Iterator[tuple[str, Assigned]]:
        """Yield the annotated fields, in order; class variables are none."""
        for name, binding in self.bindings.items():
            annotation = binding.annotation if isinstance(binding, Assigned) else None
            if isinstance(binding, Assigned) and annotation and last_name(annotation) != "ClassVar":
                yield name, binding


def class_source(name: str, module: Module, node: ast.ClassDef) -> ClassSource:
    """Read the body of a class."""
    bindings: dict[str, Binding] = {}
    for statement in own_statements(node.body):
        define_names(statement, bindings)
    attributes: dict[str, Assigned] = {}
    setters: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
    for binding in bindings.values():
        for method in binding if isinstance(binding, list) else ():
            for attribute, assigned in _set_on_self(method):
                if attribute not in attributes or assigned.annotation is not None:
                    attributes[attribute], setters[attribute] = assigned, method
    return ClassSource(name, module, node, bindings, attributes, setters)


def own_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a block, those in branches too, but not those in functions and classes."""
    for statement in body:
        yield statement
        for block in blocks(statement):
            yield from own_statements(block)


def _set_on_self(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, Assigned]]:
    if not method.args.args:
        return
    own = method.args.args[0].arg
    for statement in own_statements(method.body):
        match statement:
            case ast.AnnAssign(ast.Attribute(ast.Name(name), attribute), annotation, value) if name == own:
                yield attribute, Assigned(annotation, value)
            case ast.Assign(targets, value):
                for target in targets:
                    match target:
                        case ast.Attribute(ast.Name(name), attribute) if name == own:
                            yield attribute, Assigned(None, value)
