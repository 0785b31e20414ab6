"""Definitions as types: classes with their bases and members, functions, and names of the client."""

import ast
from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from seawall.codegen.layer.source.annotations import annotation_type, parsed_annotation
from seawall.codegen.layer.source.classes import ClassSource, Function, class_source, last_name
from seawall.codegen.layer.source.modules import Assigned, Binding, Module
from seawall.codegen.layer.source.program import Located, Program
from seawall.codegen.layer.source.types import (
    CLIENT,
    OTHER,
    UNKNOWN,
    UNSET,
    ClassValue,
    ClientCall,
    External,
    FunctionValue,
    Instance,
    ModuleValue,
    Type,
    Variable,
    substitute,
)

__all__ = ["RESPONSE", "WIRE_OBJECT", "Definitions", "Member"]

RESPONSE = "client:Response"
"""The class of the whole answer of a stock client."""

WIRE_OBJECT = "client:wire object"
"""A dict that a model was converted to; its keys are names on the wire."""

_MOST_BASES = 12
_SHORT_VARIABLES = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@frozen(eq=False)
class Member:
    """A member of a class, and the instance of the class that defines it, with its type arguments."""

    owner: Instance
    source: ClassSource
    name: str

    @property
    def binding(self) -> Binding | None:
        """The definition in the body of the class."""
        return self.source.bindings.get(self.name)

    @property
    def attribute(self) -> Assigned | None:
        """The assignment in a method."""
        return self.source.attributes.get(self.name)


@define(eq=False)
class Definitions:
    """Looks up names of the program as types; each class is read once."""

    program: Program
    _classes: dict[str, ClassSource | None] = field(factory=dict)
    _functions: dict[str, Function] = field(factory=dict)
    _bases: dict[str, tuple[Instance, ...]] = field(factory=dict)
    _parameters: dict[str, tuple[str, ...]] = field(factory=dict)
    _fields: dict[tuple[str, str], Type] = field(factory=dict)
    # With the nodes, so that no other node gets the id of one that is gone.
    _annotations: dict[int, tuple[ast.expr, Type]] = field(factory=dict)

    def name(self, module: Module, name: str) -> Type | Assigned:
        """The value of a global name of a module, or its assignment; names of Python last."""
        found = self.program.resolve(module.name, name)
        if isinstance(found, External) and found.name == f"{module.name}.{name}":
            found = self.program.resolve("builtins", name)
        return self.located(found)

    def qualified(self, module: str, name: str) -> Type | Assigned:
        """The value of `name` in the module with a qualified name."""
        return self.located(self.program.resolve(module, name))

    def origin(self, module: str, name: str) -> tuple[str, str]:
        """The module that defines a name which another one imports, and the name there."""
        found = self.program.resolve(module, name)
        return (found.module.name, found.name) if isinstance(found, Located) else (module, name)

    def located(self, found: Type | Located) -> Type | Assigned:
        """The value at the place of a definition, or the assignment there."""
        if not isinstance(found, Located):
            return found
        return self.bound(
            found.module, f"{found.module.name}.{found.name}", found.module.bindings[found.name]
        )

    def bound(self, module: Module, qualified: str, binding: Binding) -> Type | Assigned:
        """The value of a definition in a module or in a class."""
        match binding:
            case ast.ClassDef():
                if qualified not in self._classes:
                    self._classes[qualified] = class_source(qualified, module, binding)
                return ClassValue(Instance(qualified))
            case list():
                self._functions.setdefault(qualified, Function(qualified, module, tuple(binding)))
                return FunctionValue(qualified)
            case Assigned():
                return self._assigned(module, qualified, binding)
            case _:
                return UNKNOWN

    def _assigned(self, module: Module, qualified: str, binding: Assigned) -> Type | Assigned:
        value = binding.value
        if isinstance(value, ast.Call) and last_name(value) in {"TypeVar", "ParamSpec"}:
            return Variable(qualified.rpartition(".")[2])
        if isinstance(value, ast.Name) and module.name == "builtins":
            return self.name(module, value.id)
        return Assigned(binding.annotation, value, module)

    def function(self, name: str) -> Function | None:
        """The function or method with a qualified name, if it was looked up before."""
        if name not in self._functions:
            owner, _, method = name.rpartition(".")
            source = self.class_of(owner)
            found = source.method(method) if source else None
            if found is None:
                return None
            self._functions[name] = found
        return self._functions[name]

    def class_of(self, name: str) -> ClassSource | None:
        """The class with a qualified name; None if it has no source."""
        if name not in self._classes and not name.startswith(CLIENT):
            self._classes[name] = None
            module, _, own = name.rpartition(".")
            outer = self._classes.get(module)
            if outer is not None and isinstance(binding := outer.bindings.get(own), ast.ClassDef):
                self._classes[name] = class_source(name, outer.module, binding)
            else:
                found = self.program.module(module)
                node = found.bindings.get(own) if found else None
                if found is not None and isinstance(node, ast.ClassDef):
                    self._classes[name] = class_source(name, found, node)
        return self._classes.get(name)

    def add_class(self, source: ClassSource) -> None:
        """Make a class known that is not at the top level of a module."""
        self._classes[source.name] = source

    def type_parameters(self, name: str) -> tuple[str, ...]:
        """The names of the type variables of a class, in order."""
        if name not in self._parameters:
            source = self.class_of(name)
            self._parameters[name] = tuple(_type_parameters(source.node)) if source else ()
        return self._parameters[name]

    def bases(self, name: str) -> tuple[Instance, ...]:
        """The bases of a class that have a name here, with their type arguments."""
        if name not in self._bases:
            self._bases[name] = ()
            source = self.class_of(name)
            found = [self.annotation(base, source.module) for base in source.node.bases] if source else []
            self._bases[name] = tuple(one for one in found if isinstance(one, Instance))
        return self._bases[name]

    def lineage(self, instance: Instance, level: int = 0) -> Iterator[Instance]:
        """Yield the instance as one of its class and of each base, with the type arguments of each."""
        yield instance
        if level > _MOST_BASES:
            return
        values = self.values(instance)
        for base in self.bases(instance.name):
            inner = substitute(base, values)
            if isinstance(inner, Instance):
                yield from self.lineage(inner, level + 1)

    def values(self, instance: Instance) -> Mapping[str, Type]:
        """The type arguments of an instance by the type variables of its class; unknown if not given."""
        names = self.type_parameters(instance.name)
        args = instance.args + (UNKNOWN,) * (len(names) - len(instance.args))
        return dict(zip(names, args, strict=False)) if instance.args else dict.fromkeys(names, UNKNOWN)

    def member(self, instance: Instance, name: str) -> Member | None:
        """The member of an instance with this name, from its class or the first base that has it."""
        for one in self.lineage(instance):
            source = self.class_of(one.name)
            if source is not None and (name in source.bindings or name in source.attributes):
                return Member(one, source, name)
        return None

    def annotation(self, node: ast.expr | None, module: Module) -> Type:
        """The type of an annotation in a module."""
        return UNKNOWN if node is None else self._alias(node, module)

    def _annotated_name(self, node: ast.expr, module: Module) -> Type | None:
        return self._as_type(self.named(node, module), module)

    def named(self, node: ast.expr, module: Module) -> Type | Assigned:
        """The value of a global name, or of a dotted one."""
        match node:
            case ast.Name(name):
                return self.name(module, name)
            case ast.Attribute(base, name):
                return self._annotated_attribute(base, name, module)
            case _:
                return UNKNOWN

    def _annotated_attribute(self, base: ast.expr, name: str, module: Module) -> Type | Assigned:
        outer: Type | Assigned | None = None
        if isinstance(base, ast.Name):
            outer = self.name(module, base.id)
        elif isinstance(base, ast.Attribute):
            outer = self._annotated_attribute(base.value, base.attr, module)
        match outer:
            case ModuleValue(inner):
                return self.qualified(inner, name)
            case ClassValue(Instance(inner)):
                source = self.class_of(inner)
                binding = source.bindings.get(name) if source else None
                return self.bound(module, f"{inner}.{name}", binding) if binding is not None else UNKNOWN
            case External(inner):
                return External(f"{inner}.{name}")
            case _:
                return UNKNOWN

    def _alias(self, node: ast.expr, module: Module) -> Type:
        """The type that an alias stands for; unknown inside of itself."""
        if id(node) not in self._annotations:
            self._annotations[id(node)] = (node, UNKNOWN)
            found = annotation_type(node, lambda name: self._annotated_name(name, module))
            self._annotations[id(node)] = (node, found)
        return self._annotations[id(node)][1]

    def _as_type(self, value: Type | Assigned, module: Module) -> Type | None:
        match value:
            case ClassValue(instance):
                return instance
            case Variable():
                return value
            case External(name):
                return Instance(RESPONSE if name == RESPONSE else f"{OTHER}{name}")
            case Assigned(_, ast.expr() as alias, ast_module):
                return self._alias(alias, ast_module or module)
            case _:
                return None

    def client_annotation(self, text: str) -> Type:
        """The type of an annotation in the client, in which the last part of a name says the class."""
        seen: set[str] = set()

        def resolve(node: ast.expr) -> Type | None:
            name = last_name(node)
            one = self.program.client.classes.get(name)
            if one is not None:
                alias = parsed_annotation(one.alias) if one.alias and name not in seen else None
                seen.add(name)
                return annotation_type(alias, resolve) if alias else Instance(f"{CLIENT}{name}")
            if name in {"Unset", "UnsetType"}:
                return UNSET
            if name == "Call":
                return Instance("seawall.core.engine.call.Call")
            found = self.located(self.program.resolve("builtins", name))
            return found.instance if isinstance(found, ClassValue) else Instance(f"{OTHER}{name}")

        return annotation_type(parsed_annotation(text), resolve)

    def client_field(self, owner: str, name: str) -> Type | None:
        """The type of a field of a class of the client; None if it has no such field."""
        if (owner, name) not in self._fields:
            one = self.program.client.classes.get(owner)
            if one is None or name not in one.fields:
                return None
            self._fields[owner, name] = self.client_annotation(one.fields[name].annotation)
        return self._fields[owner, name]

    def client_result(self, function: ClientCall) -> Type:
        """The type of the successful answer of a client function."""
        return self.client_annotation(function.function.result)


def _type_parameters(node: ast.ClassDef) -> Iterator[str]:
    for one in getattr(node, "type_params", ()):
        yield one.name
    generic = [base for base in node.bases if last_name(base) in {"Generic", "Protocol"}]
    found: dict[str, None] = {}
    for base in generic or node.bases:
        if isinstance(base, ast.Subscript):
            for part in ast.walk(base.slice):
                if isinstance(part, ast.Name) and (
                    generic or part.id in _SHORT_VARIABLES or part.id.endswith("_co")
                ):
                    found[part.id] = None
    yield from found
