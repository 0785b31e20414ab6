"""Calls of functions and classes with source, of lambdas, and of callables that are only annotated."""

import ast

from attrs import evolve

from seawall.codegen.layer.inference.expectations import expect, name_member
from seawall.codegen.layer.inference.inlining import inlined_result
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.signatures import Parameter, bind, is_open, parameters_of, result_of
from seawall.codegen.layer.inference.unification import Unification
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.classes import ClassSource, Function, last_name
from seawall.codegen.layer.source.definitions import Definitions
from seawall.codegen.layer.source.types import (
    UNKNOWN,
    CallableType,
    ClassValue,
    FunctionValue,
    Instance,
    LambdaValue,
    PartialValue,
    Type,
    Variable,
    builtin,
    members,
    substitute,
    union,
)

__all__ = [
    "apply_callable",
    "apply_class",
    "apply_function",
    "apply_lambda",
    "apply_partial",
    "apply_unknown",
    "bind_names",
    "give",
    "give_unknown",
    "record_parameters",
]

# Functions in functions that call each other would be read without end.
_MOST_APPLIED = 1000
_TAKES_ANYTHING = frozenset({"str", "repr", "print", "format", "dict", "vars", "type"})


def apply_function(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a function or method with source."""
    assert isinstance(callee, FunctionValue)
    function = walk.definitions.function(callee.name)
    if function is None:
        return give_unknown(walk, given, at, scope)
    walk.refer(function, scope)
    call = Unification(walk, at, scope, _known_arguments(walk, callee.receiver))
    typed = give(call, function, parameters_of(walk, function), given)
    found = inlined_result(walk, function, callee.receiver, typed)
    if found is not None and found != UNKNOWN:
        return found
    return _without_variables(call.known(result_of(walk, function, callee.receiver)))


def _known_arguments(walk: Walk, receiver: Type | None) -> dict[str, Type]:
    instance = receiver.instance if isinstance(receiver, ClassValue) else receiver
    if not isinstance(instance, Instance):
        return {}
    found: dict[str, Type] = {}
    for one in walk.definitions.lineage(instance):
        for name, value in walk.definitions.values(one).items():
            if value != UNKNOWN:
                found.setdefault(name, value)
    return found


def _without_variables(one: Type) -> Type:
    """A type variable that no argument has given is unknown to the caller."""
    return union(UNKNOWN if isinstance(part, Variable) else part for part in members(one))


def give(
    call: Unification, function: Function | None, parameters: tuple[Parameter, ...], given: list[Given]
) -> list[Given]:
    """Give arguments to parameters: infer them, find type variables, and note what is passed on.

    Functions come last: what they are called with depends on the others. Returns the arguments with types.
    """
    walk = call.walk
    types: dict[int, Type] = {}
    pairs = list(bind(parameters, given))
    if function is not None and not any(one.spread for one in given):
        _note_defaults(call, function, parameters, [parameter for parameter, _ in pairs])
    for parameter, one in sorted(pairs, key=lambda pair: _is_callable(*pair)):
        if parameter is not None and parameter.type is not None:
            walk.hint(one.node, call.known(parameter.type))
        value = types[id(one)] = walk.type_of(one, call.scope)
        if parameter is None:
            rest = [item for item in parameters if item.kind == "*" and item.type is not None]
            if one.spread == 1 and rest and rest[0].type is not None:
                call.unify(builtin("Iterable", rest[0].type), value)
            elif one.spread:
                walk.whole(
                    value, walk.place(one.node or call.at, call.scope), call.scope, "spread as arguments"
                )
            continue
        _note(call, function, parameter, one, value)
        if parameter.type is not None:
            expect(walk, call.known(parameter.type), one, value, call.scope)
            call.unify(parameter.type, value)
    return [evolve(one, type=types[id(one)], scope=one.scope or call.scope) for one in given]


def _note_defaults(
    call: Unification,
    function: Function,
    parameters: tuple[Parameter, ...],
    given: list[Parameter | None],
) -> None:
    """Note the texts and numbers that a call leaves to the defaults of a function outside of the layer."""
    if call.walk.is_layer(function.module) or function.module.name == "builtins":
        return
    names = {one.name for one in given if one is not None}
    for one in parameters:
        value = one.default.value if isinstance(one.default, ast.Constant) else None
        if one.name in names or isinstance(value, bool) or value == "":
            continue
        if isinstance(value, str | int | float):
            name = f"{last_name(call.at) or function.node.name}.{one.name}"
            call.walk.recording.defaults[call.walk.place(call.at, call.scope), name] = (
                call.scope.function,
                value,
            )


def _is_callable(parameter: Parameter | None, given: Given) -> bool:
    if isinstance(given.node, ast.Lambda):
        return True
    declared = parameter.type if parameter else None
    return declared is not None and any(isinstance(one, CallableType) for one in members(declared))


def _note(
    call: Unification, function: Function | None, parameter: Parameter, given: Given, value: Type
) -> None:
    """Note the type of an argument for a parameter that takes anything."""
    walk, scope = call.walk, given.scope or call.scope
    name = (last_name(call.at) or function.node.name) if function else ""
    if given.node is not None and name:
        walk.target(given.node, f"{name}.{parameter.name}", scope)
    if function is None:
        return
    if given.node is not None and walk.is_layer(function.module):
        expected = walk.facts.get(("expected", function.name, parameter.name), walk.unit)
        name_member(walk, expected, given.node, scope)
    if parameter.type is not None:
        return
    if walk.is_layer(function.module):
        kept = builtin("tuple", value) if parameter.kind == "*" else value
        kept = builtin("dict", builtin("str"), value) if parameter.kind == "**" else kept
        walk.facts.add(("parameter", function.name, parameter.name), kept)
    else:
        walk.whole(value, walk.place(given.node or call.at, scope), scope, f"given to {name}")


def give_unknown(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of code that is not read: the objects that are given to it are passed on whole."""
    for one in given:
        value = walk.type_of(one, scope)
        walk.whole(value, walk.place(one.node or at, scope), scope, f"given to {ast.unparse(at)[:60]}")
        if isinstance(value, FunctionValue | PartialValue | LambdaValue) and one.node is not None:
            walk.refer_value(value, scope)
    return UNKNOWN


def apply_unknown(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    """A call of a value of unknown type."""
    return give_unknown(walk, given, at, scope)


def apply_callable(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a callable of which only the annotation is known."""
    assert isinstance(callee, CallableType)
    if callee.parameters is None:
        give_unknown(walk, given, at, scope)
        return callee.result
    parameters = tuple(Parameter(f"_{n}", "positional", one) for n, one in enumerate(callee.parameters))
    call = Unification(walk, at, scope)
    give(call, None, parameters, given)
    return call.known(callee.result)


def apply_lambda(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    """A call of a lambda or of a function inside a function: its body is read with these arguments."""
    assert isinstance(callee, LambdaValue)
    node = callee.node
    types = [(one, walk.type_of(one, scope)) for one in given]
    walk.applied += 1
    if id(node) in walk.active or walk.applied > _MOST_APPLIED:
        return UNKNOWN
    walk.active.add(id(node))
    try:
        inner = callee.scope.inner()
        bind_names(walk, node, types, inner)
        if isinstance(node, ast.Lambda):
            return walk.infer(node.body, inner)
        return _run_nested(walk, node, inner)
    finally:
        walk.active.discard(id(node))


def _run_nested(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Type:
    declared = walk.definitions.annotation(node.returns, scope.module)
    scope.expected = None if is_open(declared) else declared
    walk.run(walk, node.body, scope)
    result = union(scope.results) if is_open(declared) else declared
    if scope.yields and is_open(declared):
        result = builtin("Iterator", union(scope.yields))
    return builtin("Coroutine", result) if isinstance(node, ast.AsyncFunctionDef) else result


def bind_names(
    walk: Walk,
    node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef,
    given: list[tuple[Given, Type]],
    scope: Scope,
) -> None:
    """Give the parameters of a function inside another one their types in its scope."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    index = 0
    types: dict[str, Type] = {}
    for one, value in given:
        if one.keyword:
            types[one.keyword] = value
        elif not one.spread and index < len(positional):
            types[positional[index].arg] = value
            index += 1
    first = len(positional) - len(args.defaults)
    defaults = {one.arg: value for one, value in zip(positional[first:], args.defaults, strict=True)}
    others = [one for one in (args.vararg, args.kwarg) if one]
    for arg in (*positional, *args.kwonlyargs, *others):
        declared = walk.definitions.annotation(arg.annotation, scope.module)
        given_type = types.get(arg.arg)
        if given_type is None and arg.arg in defaults:
            given_type = walk.infer(defaults[arg.arg], scope.parent or scope)
        scope.names[arg.arg] = given_type or UNKNOWN if is_open(declared) else declared


def apply_partial(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of `functools.partial`'s result: the arguments that it has come first."""
    assert isinstance(callee, PartialValue)
    first = [Given(type=UNKNOWN) for _ in range(callee.positional)]
    named = [Given(type=UNKNOWN, keyword=name) for name in callee.keywords]
    return walk.apply(callee.callee, [*first, *given, *named], at, scope)


def apply_class(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a class: makes an instance, and finds its type arguments from the constructor's."""
    assert isinstance(callee, ClassValue)
    instance = callee.instance
    source = walk.definitions.class_of(instance.name) if isinstance(instance, Instance) else None
    if source is None or not isinstance(instance, Instance):
        give_unknown(walk, given, at, scope)
        return instance
    walk.refer_class(source.name, scope)
    if source.is_enum:
        _give_to_enum(walk, source, given, at, scope)
        return instance
    if instance.name == "builtins.type" and given:
        return ClassValue(walk.type_of(given[0], scope))
    names = walk.definitions.type_parameters(instance.name)
    generic = Instance(instance.name, instance.args or tuple(Variable(name) for name in names))
    call = Unification(walk, at, scope)
    _use_hint(call, generic)
    _construct(call, generic, source, given)
    values = {name: call.found.get(name, UNKNOWN) for name in names}
    return substitute(generic, values) if names else instance


def _use_hint(call: Unification, generic: Instance) -> None:
    """Take type arguments from the type that is expected here, such as `Paging[Page]`."""
    for expected in members(call.walk.hints.get(id(call.at), UNKNOWN)):
        base = call.walk.as_base(generic, expected.name) if isinstance(expected, Instance) else None
        if base is not None:
            call.unify(base, expected)
    for name in [one for one, value in call.found.items() if isinstance(value, Variable)]:
        del call.found[name]


def _give_to_enum(walk: Walk, source: ClassSource, given: list[Given], at: ast.expr, scope: Scope) -> None:
    """A value of one of the client's enums that becomes one of the layer's own."""
    for one in given:
        value = walk.type_of(one, scope)
        walk.whole(value, walk.place(one.node or at, scope), scope, f"becomes {source.name}")
        if one.node is not None:
            walk.target(one.node, source.node.name, scope)


def _construct(call: Unification, instance: Instance, source: ClassSource, given: list[Given]) -> None:
    walk = call.walk
    member = walk.definitions.member(instance, "__init__")
    method = member.source.method("__init__") if member else None
    if member is not None and method is not None:
        walk.refer(method, call.scope)
        own = dict(walk.definitions.values(member.owner))
        parameters = tuple(
            evolve(one, type=None if one.type is None else substitute(one.type, own))
            for one in parameters_of(walk, method)
        )
        give(call, method, parameters, given)
        return
    fields = tuple(record_parameters(walk.definitions, instance))
    if not fields:
        _give_plain(walk, source, given, call.at, call.scope)
        return
    give(call, Function(source.name, source.module, (_constructor(source),)), fields, given)


def _give_plain(walk: Walk, source: ClassSource, given: list[Given], at: ast.expr, scope: Scope) -> None:
    """A class without a constructor here: one of Python's own, or with a base that is not read."""
    name = source.node.name
    for one in given:
        value = walk.type_of(one, scope)
        if name in _TAKES_ANYTHING or source.module.name != "builtins":
            walk.whole(value, walk.place(one.node or at, scope), scope, f"given to {name}")
        if one.keyword and one.node is not None:
            walk.target(one.node, f"{name}.{one.keyword}", scope)


def _constructor(source: ClassSource) -> ast.FunctionDef:
    """A definition with the name of a class, for the arguments of its constructor."""
    empty = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.FunctionDef(name=source.node.name, args=empty, body=[], decorator_list=[])


def record_parameters(definitions: Definitions, instance: Instance) -> list[Parameter]:
    """The parameters of the constructor of a record, those of its bases first."""
    found: dict[str, Parameter] = {}
    for one in reversed(list(definitions.lineage(instance))):
        source = definitions.class_of(one.name)
        if source is None or not (source.is_record or found or _has_record_base(definitions, one)):
            continue
        values = definitions.values(one)
        for name, assigned in source.fields():
            declared = definitions.annotation(assigned.annotation, source.module)
            own = substitute(declared, values)
            declared_type = None if is_open(own) else own
            found[name] = Parameter(name.lstrip("_"), "positional", declared_type, _default(assigned.value))
    return list(found.values())


def _default(value: ast.expr | None) -> ast.expr | None:
    """The default of a field: its value, or the argument `default` of `field`."""
    if isinstance(value, ast.Call):
        return next((one.value for one in value.keywords if one.arg == "default"), None)
    return value


def _has_record_base(definitions: Definitions, instance: Instance) -> bool:
    sources = (definitions.class_of(one.name) for one in definitions.lineage(instance))
    return any(one.is_record for one in sources if one is not None)
