"""The state of a reading: what is known of the program, and what is recorded."""

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from attrs import define, evolve, field, frozen

from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.inference.recording import Recording, UseKey, name_place, node_place
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.source.annotations import parsed_annotation
from seawall.codegen.layer.source.classes import ClassSource, Function, decorator_names, last_name
from seawall.codegen.layer.source.definitions import Definitions
from seawall.codegen.layer.source.modules import Assigned, Module
from seawall.codegen.layer.source.types import (
    UNKNOWN,
    ClassValue,
    ClientCall,
    FunctionValue,
    Instance,
    ModuleValue,
    PartialValue,
    TupleType,
    Type,
    Unknown,
    client_classes,
    members,
    trimmed,
    union,
)
from seawall.codegen.layer.uses import Place, UseKind

__all__ = ["Apply", "Fact", "Facts", "Given", "Handler", "Index", "Run", "Walk"]

Fact = tuple[str, ...]
"""The key of a type that is found by reading: a parameter, a result, an attribute or a global."""

_MOST_LEVELS = 60
# Of one reading of a function: a bound for code that is made to be read without end.
_MOST_STEPS = 200_000


@define(eq=False)
class Facts:
    """Types that reading a function finds and other functions need: arguments, results, attributes.

    A type only grows. `readers` are the functions that have asked for it: they are read again if it grows.
    """

    types: dict[Fact, Type] = field(factory=dict)
    readers: dict[Fact, dict[str, None]] = field(factory=dict)
    stale: dict[str, None] = field(factory=dict)

    def get(self, fact: Fact, reader: str) -> Type:
        """The type that is known so far."""
        self.readers.setdefault(fact, {})[reader] = None
        return self.types.get(fact, UNKNOWN)

    def add(self, fact: Fact, value: Type) -> None:
        """Add a possible type."""
        if value == UNKNOWN:
            return
        known = self.types.get(fact, UNKNOWN)
        joined = union((known, trimmed(value)))
        if joined != known:
            self.types[fact] = joined
            self.stale.update(self.readers.get(fact, {}))


@define(eq=False)
class Index:
    """Looks up fields by name, and the methods that override one."""

    fields: Mapping[str, tuple[str, ...]]
    subclasses: Mapping[str, tuple[ClassSource, ...]] = field(factory=dict)

    def overrides(self, owner: str, method: Function) -> tuple[Function, ...]:
        """The methods with the name of `method` in the classes below `owner`."""
        name = method.node.name
        found = (one.method(name) for one in self.subclasses.get(owner, ()))
        return tuple(one for one in found if one is not None)


@frozen(eq=False)
class Given:
    """An argument of a call: its node, or only its type if a function is called by another one.

    `keyword` is the name of a keyword argument, with its node in `named`. `spread` is 1 for `*items`, 2 for
    `**items`. `scope` is the one of the nodes, if it is another one than that of the call.
    """

    node: ast.expr | None = None
    type: Type | None = None
    keyword: str = ""
    named: ast.keyword | None = None
    spread: int = 0
    scope: Scope | None = None


@define(eq=False)
class Walk:
    """Reads code and records the parts of the client that it uses.

    `expressions` has the handler of each kind of expression, `calls` that of each kind of callable; `run`
    reads a block of statements. `unit` is the function, class or module that is being read.
    """

    definitions: Definitions
    expressions: "Mapping[type[ast.expr], Handler]"
    calls: "Mapping[type, Apply]"
    run: "Run"
    index: "Index"
    facts: Facts = field(factory=Facts)
    recording: Recording = field(factory=Recording)
    unit: str = ""
    parameters: frozenset[str] = frozenset()
    private_rest: frozenset[str] = frozenset()
    displays: dict[str, ast.expr] = field(factory=dict)
    texts: dict[str, ast.expr] = field(factory=dict)
    loads: dict[str, set[int]] = field(factory=dict)
    passed: dict[str, dict[int, tuple[tuple[object, ...], frozenset[str]]]] = field(factory=dict)
    active: set[int] = field(factory=set)
    applied: int = 0
    steps: int = 0
    inlined: int = 0
    inlining: int = 0
    keyed: set[int] = field(factory=set)
    hints: dict[int, Type] = field(factory=dict)
    later: list[Callable[[], object]] = field(factory=list)
    _level: int = 0

    def infer(self, node: ast.expr | None, scope: Scope) -> Type:
        """The type of an expression; what it uses is recorded."""
        self.steps += 1
        if node is None or self._level > _MOST_LEVELS or self.steps > _MOST_STEPS:
            return UNKNOWN
        handler = self.expressions.get(type(node))
        if handler is None:
            return UNKNOWN
        self._level += 1
        try:
            return handler(self, node, scope)
        finally:
            self._level -= 1

    @contextmanager
    def own_names(self) -> Iterator[None]:
        """Read another function: what is known of local names is put aside."""
        saved = (self.parameters, self.displays, self.texts, self.loads, self.passed)
        self.parameters, self.displays, self.texts, self.loads, self.passed = frozenset(), {}, {}, {}, {}
        try:
            yield
        finally:
            self.parameters, self.displays, self.texts, self.loads, self.passed = saved

    def given_place(self, given: Given, at: ast.expr, scope: Scope) -> Place:
        """The place of an argument: its keyword, or its value."""
        return self.place(given.named or given.node or at, given.scope or scope)

    def hint(self, node: ast.expr | None, declared: Type) -> None:
        """Note the type that the result of a call is expected to have."""
        if isinstance(node, ast.Call):
            self.hints[id(node.func)] = declared

    def type_of(self, given: Given, scope: Scope) -> Type:
        """The type of an argument."""
        return self.infer(given.node, scope) if given.type is None else given.type

    def apply(self, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
        """The result of a call of `callee`; `at` is the expression that names it."""
        if self._level > _MOST_LEVELS:
            return UNKNOWN
        self._level += 1
        try:
            return union([self._apply_one(one, given, at, scope) for one in members(callee)])
        finally:
            self._level -= 1

    def _apply_one(self, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
        return self.calls.get(type(callee), self.calls[Unknown])(self, callee, given, at, scope)

    def infer_all(self, nodes: "list[ast.expr] | Iterator[ast.expr]", scope: Scope) -> list[Type]:
        """The types of several expressions."""
        return [self.infer(node, scope) for node in nodes]

    def place(self, node: ast.expr | ast.keyword, scope: Scope) -> Place:
        """The place of the name of a node."""
        return name_place(scope.module, node)

    def use(self, part: Part, kind: UseKind, place: Place, scope: Scope, *, reason: str = "") -> UseKey:
        """Record a use at a place."""
        return self.recording.use(part, kind, place, scope.function, reason=reason)

    def imported(self, module: str, alias: ast.alias, scope: Scope) -> Type:
        """The value of an imported name; a class or function of the client is recorded."""
        found = self.definitions.qualified(module, alias.name)
        place = node_place(scope.module, alias)
        place = evolve(place, end_line=place.line, end_column=place.column + len(alias.name))
        match found:
            case ClassValue(Instance()):
                for name in client_classes(found.instance):
                    if name in self.definitions.program.client.classes:
                        self.use(Part(PartKind.CLASS, name), UseKind.NAME, place, scope)
            case ClientCall(function):
                self.use(Part(PartKind.OPERATION, function.operation), UseKind.NAME, place, scope)
            case ModuleValue(name):
                self._import_module(name, place, scope)
            case _:
                pass
        return UNKNOWN if isinstance(found, Assigned) else found

    def _import_module(self, module: str, place: Place, scope: Scope) -> None:
        """A module of a stock client: one operation each."""
        path = self.definitions.program.client_path(module)
        found = [one.operation for one in self.definitions.program.client.functions if one.module == path]
        if len(set(found)) == 1:
            self.use(Part(PartKind.OPERATION, found[0]), UseKind.NAME, place, scope)

    def annotate(self, node: ast.expr | None, scope: Scope) -> Type:
        """The type of an annotation; the classes that it names are recorded."""
        if node is None:
            return UNKNOWN
        self.name_classes(node, scope)
        return self.definitions.annotation(node, scope.module)

    def name_classes(self, node: ast.expr, scope: Scope) -> None:
        """Record the classes of the client that an annotation names, in a text too."""
        for one in ast.walk(node):
            if isinstance(one, ast.Name | ast.Attribute):
                self._name_class(one, self.place(one, scope), scope)
            elif isinstance(one, ast.Constant) and isinstance(one.value, str):
                self._name_in_text(one, scope)

    def _name_class(self, node: ast.expr, place: Place, scope: Scope) -> None:
        found = self.definitions.named(node, scope.module)
        if isinstance(found, ClassValue):
            for name in client_classes(found.instance):
                if name in self.definitions.program.client.classes:
                    self.use(Part(PartKind.CLASS, name), UseKind.NAME, place, scope)

    def _name_in_text(self, node: ast.Constant, scope: Scope) -> None:
        """Names in an annotation that is a text; a place inside it if it is written on one line."""
        text = str(node.value)
        inner = parsed_annotation(text)
        if inner is None:
            return
        outer = node_place(scope.module, node)
        is_simple = outer.end_column - outer.column == len(text) + 2
        for one in ast.walk(inner):
            if isinstance(one, ast.Name | ast.Attribute):
                end = outer.column + 1 + (one.end_col_offset or 0)
                start = end - len(one.id if isinstance(one, ast.Name) else one.attr)
                place = evolve(outer, column=start, end_column=end) if is_simple else outer
                self._name_class(one, place, scope)

    def key_place(self, node: ast.expr | None, name: str, scope: Scope) -> Place | None:
        """The place of a key of a dict that is written out, here or where a variable gets its value."""
        if isinstance(node, ast.Name):
            node = self.displays.get(node.id)
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and key.value == name:
                    return node_place(scope.module, key)
        if isinstance(node, ast.Call):
            return next((self.place(one, scope) for one in node.keywords if one.arg == name), None)
        return None

    def whole(self, value: Type, place: Place, scope: Scope, reason: str) -> None:
        """Record that the objects of the client in a value are passed on whole."""
        for name in dict.fromkeys(client_classes(value)):
            if name in self.definitions.program.client.classes:
                self.use(Part(PartKind.CLASS, name), UseKind.WHOLE, place, scope, reason=reason)

    @property
    def field_names(self) -> Mapping[str, tuple[str, ...]]:
        """The classes of the client by the names of their fields."""
        return self.index.fields

    def overrides(self, method: Function, receiver: Type) -> tuple[Function, ...]:
        """The methods of the layer's subclasses that a call of `method` may reach."""
        instance = receiver.instance if isinstance(receiver, ClassValue) else receiver
        if not isinstance(instance, Instance):
            return ()
        return self.index.overrides(instance.name, method)

    def refer(self, function: Function, scope: Scope) -> None:
        """Record that a function of the layer is called or mentioned."""
        if function.module.path:
            self.recording.calls[scope.function, function.name] = None

    def as_tuple(self, value: Type) -> TupleType | None:
        """The value as a tuple with a type for each item, if it is one or a named tuple."""
        if isinstance(value, TupleType):
            return value
        source = self.definitions.class_of(value.name) if isinstance(value, Instance) else None
        if source is None or "NamedTuple" not in {last_name(one) for one in source.node.bases}:
            return None
        fields = (self.definitions.annotation(one.annotation, source.module) for _, one in source.fields())
        return TupleType(tuple(fields))

    def note_attribute(self, base: Instance, name: str, value: Type) -> None:
        """Note a value that an attribute of an object of the layer has."""
        member = self.definitions.member(base, name)
        owner = member.source.name if member else base.name
        source = self.definitions.class_of(owner)
        if source is None or not self.is_layer(source.module):
            return
        setter = source.method(name)
        for node in setter.nodes if setter is not None else ():
            if "setter" in decorator_names(node) and len(node.args.args) > 1:
                self.facts.add(("parameter", f"{owner}.{name}", node.args.args[1].arg), value)
        self.facts.add(("attribute", owner, name), value)

    def handle_passed(self) -> None:
        """Note the empty values that are handled by all code to which a variable is passed on."""
        for name, passed in self.passed.items():
            if self.loads.get(name, set()) <= passed.keys():
                handled = frozenset.intersection(*(one for _, one in passed.values()))
                for origins, _ in passed.values():
                    self.recording.handle(origins, handled)

    def handle_at(self, place: Place, handled: frozenset[str]) -> None:
        """Note that the code takes care of empty values of the fields that are read at a place."""
        self.recording.handle_at(place, handled)

    def expect_text(self, name: str, declared: Type, scope: Scope) -> None:
        """Note that a parameter is used as an enum of the client, so that texts given to it name members."""
        if name in self.parameters and any(client_classes(declared)):
            self.facts.add(("expected", scope.function, name), declared)

    def refer_value(self, value: Type, scope: Scope) -> None:
        """Record that a function is given away as a value."""
        if isinstance(value, PartialValue):
            self.refer_value(value.callee, scope)
        elif isinstance(value, FunctionValue):
            function = self.definitions.function(value.name)
            if function is not None:
                self.refer(function, scope)

    def target(self, node: ast.expr, name: str, scope: Scope) -> None:
        """Note the parameter that an argument is given to, for the literals in it."""
        self.recording.targets.setdefault(node_place(scope.module, node), name)

    def refer_class(self, name: str, scope: Scope) -> None:
        """Record that a class of the layer is made."""
        source = self.definitions.class_of(name)
        if source is not None and source.module.path:
            self.recording.calls[scope.function, name] = None

    def is_layer(self, module: Module) -> bool:
        """Return whether a module is one of the layer, whose functions are read."""
        return bool(module.path)

    def as_base(self, value: Type, name: str) -> Instance | None:
        """The value as an instance of the base class `name`, with the type arguments of that base."""
        if not isinstance(value, Instance):
            return None
        return next((one for one in self.definitions.lineage(value) if one.name == name), None)


Handler = Callable[[Walk, ast.expr, Scope], Type]
"""Infers the type of one kind of expression."""

Apply = Callable[[Walk, Type, list[Given], ast.expr, Scope], Type]
"""Infers the result of a call of one kind of callable."""

Run = Callable[[Walk, list[ast.stmt], Scope], bool]
"""Reads a block; returns false if its end is never reached."""
