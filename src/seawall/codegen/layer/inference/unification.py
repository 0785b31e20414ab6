"""Finds the values of type variables from the arguments of a call."""

import ast

from attrs import define, field

from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import iterated, parameters_of
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.types import (
    NONE,
    UNKNOWN,
    UNSET,
    CallableType,
    ClassValue,
    FunctionValue,
    Instance,
    TupleType,
    Type,
    UnionType,
    Variable,
    builtin,
    members,
    substitute,
    union,
)

__all__ = ["Unification"]

_AWAITABLES = frozenset(f"builtins.{name}" for name in ("Awaitable", "Coroutine", "Future", "Task"))
_ITERABLES = frozenset(
    f"builtins.{name}" for name in ("Iterable", "Iterator", "Collection", "Sequence", "AsyncIterable")
)
_MOST_LEVELS = 8


@define(eq=False)
class Unification:
    """The values of type variables in one call, in `found`; `at` is the expression that names the callee."""

    walk: Walk
    at: ast.expr
    scope: Scope
    found: dict[str, Type] = field(factory=dict)

    def known(self, declared: Type) -> Type:
        """The type with the variables that are found."""
        return substitute(declared, self.found)

    def unify(self, declared: Type, value: Type, level: int = 0) -> None:
        """Find the values of the type variables in `declared` that fit a value.

        A function that is given for a callable is called with the types that are known, so that its result
        says more of them; this also records what it uses.
        """
        if level > _MOST_LEVELS:
            return
        match declared:
            case Variable(name):
                self.found[name] = union((self.found.get(name, UNKNOWN), value))
            case UnionType(items):
                self._unify_union(items, value, level + 1)
            case CallableType(parameters, result):
                self._unify_callable(parameters or (), result, value, level + 1)
            case ClassValue(instance) if isinstance(value, ClassValue):
                self.unify(instance, value.instance, level + 1)
            case TupleType(items) if isinstance(value, TupleType):
                self._unify_all(items, value.items, level + 1)
            case Instance(_, args) if args:
                for member in members(value):
                    self._unify_all(args, self._arguments(declared, member), level + 1)
            case _:
                pass

    def _unify_all(self, declared: tuple[Type, ...], values: tuple[Type, ...], level: int) -> None:
        for one, other in zip(declared, values, strict=False):
            self.unify(one, other, level)

    def _unify_union(self, items: tuple[Type, ...], value: Type, level: int) -> None:
        plain = {one for one in items if isinstance(one, Instance) and not one.args}
        rest = union(one for one in members(value) if one not in plain)
        for one in items:
            if one not in plain:
                self.unify(one, rest, level)

    def _arguments(self, declared: Instance, value: Type) -> tuple[Type, ...]:
        """The type arguments of a value, seen as an instance of the class that is declared."""
        base = self.walk.as_base(value, declared.name)
        if base is not None:
            return base.args
        if isinstance(value, Instance) and {declared.name, value.name} <= _AWAITABLES:
            return value.args
        if declared.name in _ITERABLES:
            return (iterated(self.walk, value, self.scope),)
        if isinstance(value, TupleType) and declared.name == builtin("tuple").name:
            return (union(value.items),)
        return ()

    def _unify_callable(self, parameters: tuple[Type, ...], result: Type, value: Type, level: int) -> None:
        if value in {NONE, UNKNOWN, UNSET}:
            return
        for one, own in zip(parameters, self._declared_parameters(value), strict=False):
            if isinstance(one, Variable) and self.found.get(one.name, UNKNOWN) == UNKNOWN:
                self.found[one.name] = own
        given = [Given(type=self.known(one)) for one in parameters]
        self.unify(result, self.walk.apply(value, given, self.at, self.scope), level)

    def _declared_parameters(self, value: Type) -> list[Type]:
        match value:
            case CallableType(parameters, _):
                return list(parameters or ())
            case FunctionValue(name):
                function = self.walk.definitions.function(name)
                found = parameters_of(self.walk, function) if function else ()
                return [one.type or UNKNOWN for one in found if one.kind == "positional"]
            case _:
                return []
