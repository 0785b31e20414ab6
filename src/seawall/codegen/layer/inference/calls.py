"""The handler of each kind of callable."""

import ast
from collections.abc import Mapping

from seawall.codegen.layer.inference.calling import (
    apply_callable,
    apply_class,
    apply_function,
    apply_lambda,
    apply_partial,
    apply_unknown,
)
from seawall.codegen.layer.inference.client_calls import (
    apply_client_call,
    apply_client_class,
    apply_client_method,
)
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.special_calls import apply_external, apply_getter
from seawall.codegen.layer.inference.walk import Apply, Given, Walk
from seawall.codegen.layer.source.definitions import RESPONSE
from seawall.codegen.layer.source.types import (
    CLIENT,
    UNKNOWN,
    CallableType,
    ClassValue,
    ClientCall,
    ClientMethod,
    External,
    FunctionValue,
    GetterValue,
    Instance,
    LambdaValue,
    PartialValue,
    Type,
    Unknown,
)

__all__ = ["CALLS"]


def _apply_any_class(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    assert isinstance(callee, ClassValue)
    instance = callee.instance
    if isinstance(instance, Instance) and instance.name.startswith(CLIENT) and instance.name != RESPONSE:
        return apply_client_class(walk, callee, given, at, scope)
    return apply_class(walk, callee, given, at, scope)


def _apply_object(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of an object with `__call__`."""
    assert isinstance(callee, Instance)
    member = walk.definitions.member(callee, "__call__")
    method = member.source.method("__call__") if member else None
    if method is None:
        return apply_unknown(walk, UNKNOWN, given, at, scope)
    return apply_function(walk, FunctionValue(method.name, callee), given, at, scope)


CALLS: Mapping[type, Apply] = {
    FunctionValue: apply_function,
    ClassValue: _apply_any_class,
    ClientCall: apply_client_call,
    ClientMethod: apply_client_method,
    LambdaValue: apply_lambda,
    PartialValue: apply_partial,
    CallableType: apply_callable,
    External: apply_external,
    GetterValue: apply_getter,
    Instance: _apply_object,
    Unknown: apply_unknown,
}
"""The handler of each kind of callable."""
