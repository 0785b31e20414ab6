"""The public surface of a stable layer as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from seawall.codegen.surface.types import Type

__all__ = [
    "Binding",
    "Class",
    "ClassKind",
    "Function",
    "Item",
    "Leak",
    "LeakKind",
    "Parameter",
    "ParameterKind",
    "Signature",
    "SourceLine",
    "Surface",
    "Value",
    "ValueKind",
]


@frozen(order=True)
class SourceLine:
    """A line of a source file; the path starts at the folder that the package is in.

    Lines move with every edit: two items that differ in them are equal, and the file of a surface has none.
    """

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class ParameterKind(StrEnum):
    """Kind of a parameter: how an argument can be given."""

    POSITIONAL_ONLY = "positional-only"
    ANY = "positional or keyword"
    KEYWORD_ONLY = "keyword-only"
    ARGS = "*args"
    KWARGS = "**kwargs"


@frozen(kw_only=True)
class Parameter:
    """A parameter; `type` is None without an annotation, `default` is empty if an argument is required."""

    name: str
    kind: ParameterKind = ParameterKind.ANY
    type: Type | None = None
    default: str = ""

    @property
    def is_required(self) -> bool:
        """True if a call must give an argument."""
        return not self.default and self.kind not in {ParameterKind.ARGS, ParameterKind.KWARGS}

    @property
    def is_positional(self) -> bool:
        """True if an argument can be given by its position."""
        return self.kind in {ParameterKind.POSITIONAL_ONLY, ParameterKind.ANY}


@frozen(kw_only=True)
class Signature:
    """Parameters and result of a function. `self` and `cls` are left out.

    `is_async` is true if a call must be awaited; an async generator is called without.
    """

    parameters: tuple[Parameter, ...] = ()
    returns: Type | None = None
    is_async: bool = False
    is_generator: bool = False


class Binding(StrEnum):
    """Binding of a function: to a module, an instance, a class, or nothing."""

    FUNCTION = "function"
    METHOD = "method"
    CLASS_METHOD = "class method"
    STATIC_METHOD = "static method"


@frozen(kw_only=True)
class Function:
    """A function or method; more than one signature if it is overloaded.

    `raises` are the exceptions that its docstring names.
    """

    binding: Binding
    signatures: tuple[Signature, ...]
    raises: tuple[str, ...] = ()
    line: SourceLine | None = field(default=None, eq=False, repr=False)


class ValueKind(StrEnum):
    """Kind of a value: a property, an attribute, a constant of a module, or a member of an enum.

    A type alias, a type variable and a module are values too.
    """

    PROPERTY = "property"
    ATTRIBUTE = "attribute"
    CONSTANT = "constant"
    MEMBER = "enum member"
    ALIAS = "type alias"
    VARIABLE = "type variable"


@frozen(kw_only=True)
class Value:
    """A name with a value; `value` is its text if it is a literal."""

    kind: ValueKind
    type: Type | None = None
    value: str = ""
    is_settable: bool = False
    line: SourceLine | None = field(default=None, eq=False, repr=False)


class ClassKind(StrEnum):
    """Kind of a class."""

    CLASS = "class"
    ENUM = "enum"
    EXCEPTION = "exception"
    PROTOCOL = "protocol"
    TYPED_DICT = "typed dict"


@frozen(kw_only=True)
class Class:
    """A class with its public members, those that it inherits included.

    `bases` are the full names of all classes that it inherits from, the nearest first. `variables` are its
    type variables. `constructor` is None if its parameters are not known, or if users only receive
    instances. `is_offered` is false for a class that users reach through others only.
    """

    kind: ClassKind = ClassKind.CLASS
    bases: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    constructor: Function | None = None
    members: Mapping[str, "Item"] = field(factory=dict)
    is_offered: bool = True
    line: SourceLine | None = field(default=None, eq=False, repr=False)


Item: TypeAlias = Class | Function | Value


class LeakKind(StrEnum):
    """Kind of a leaked type."""

    GENERATED = "generated"
    UNSET = "unset"
    HTTP = "http"
    PRIVATE = "private"


@frozen(kw_only=True)
class Leak:
    """A type in a public signature that ties users to the generated client or to a library.

    `name` is the public name with the signature, without that of the package; `place` the part of it, such as
    `parameter timeout`. `leaked` is the full name of the type.
    """

    kind: LeakKind
    name: str
    place: str
    leaked: str
    line: SourceLine | None = None

    @property
    def words(self) -> str:
        """One sentence that says what is wrong, and one that says what to do."""
        shown = self.leaked.rpartition(".")[2] if self.kind is LeakKind.PRIVATE else self.leaked
        return f"{self.name}: the {self.place} is {shown}, {_REASONS[self.kind]}"


_REASONS = {
    LeakKind.GENERATED: "a class of the generated client. Convert it to a model of the layer.",
    LeakKind.UNSET: "the generated client's mark of a missing value. Use None or a default.",
    LeakKind.HTTP: "a type of an HTTP library. Hide it behind a type of the layer.",
    LeakKind.PRIVATE: "a private name. Give the type a public name, or use another.",
}


@frozen(kw_only=True)
class Surface:
    """The surface of a package: each public name, and each class that is reached from them, by full name.

    `leaks` and `unread`, the files that are not valid Python with the reason, are those of the sources; they
    are neither compared nor written.
    """

    package: str
    items: Mapping[str, Item] = field(repr=False)
    leaks: tuple[Leak, ...] = field(default=(), eq=False, repr=False)
    unread: Mapping[str, str] = field(factory=dict, eq=False, repr=False)
