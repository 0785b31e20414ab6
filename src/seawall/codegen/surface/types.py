"""Types of a surface in a canonical form, so that two spellings of one type are equal. Pure.

`Optional[X]`, `Union[X, None]` and `None | X` are one type, and so are `List[int]` and `list[int]`. A type is
written as a Python expression with full names; `~T` is a type variable.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeGuard

from attrs import field, frozen

__all__ = ["ANY", "NONE", "Type", "is_name", "named", "parse_type", "type_from", "union", "variables_of"]

_UNION = "|"
_LIST = "[]"
_LITERAL = "typing.Literal"
_CALLABLE = "collections.abc.Callable"


@frozen(order=True)
class Type:
    """A type: its full name and its arguments.

    The name is `|` for a union, `[]` for the parameters of a callable, and `...` for an ellipsis. An argument
    of `typing.Literal` has the repr of the value as its name.
    """

    name: str
    arguments: tuple["Type", ...] = ()

    def __str__(self) -> str:
        inner = ", ".join(map(str, self.arguments))
        match self.name:
            case "|":
                return " | ".join(map(str, self.arguments))
            case "[]":
                return f"[{inner}]"
            case _:
                return f"{self.name}[{inner or '()'}]" if self.arguments or self.is_empty_tuple else self.name

    @property
    def is_empty_tuple(self) -> bool:
        """True for `tuple[()]`."""
        return self.name == "tuple" and not self.arguments

    @property
    def is_union(self) -> bool:
        """True for a union."""
        return self.name == _UNION

    @property
    def is_variable(self) -> bool:
        """True for a type variable."""
        return self.name.startswith("~")

    @property
    def members(self) -> tuple["Type", ...]:
        """The members of a union; the type itself if it is none."""
        return self.arguments if self.is_union else (self,)

    def names(self) -> Iterator[str]:
        """Yield the full name of every class in the type."""
        if self.name == _LITERAL:
            return
        if self.name not in {_UNION, _LIST, "..."} and not self.is_variable:
            yield self.name
        for argument in self.arguments:
            yield from argument.names()

    def variables(self) -> Iterator[str]:
        """Yield the name of every type variable in the type, such as `~T`."""
        if self.is_variable:
            yield self.name
        for argument in self.arguments:
            yield from argument.variables()

    def replaced(self, replacements: Mapping[str, "Type"]) -> "Type":
        """The type with other types in place of the names in `replacements`, such as `~T`."""
        if not self.arguments:
            return replacements.get(self.name, self)
        arguments = tuple(argument.replaced(replacements) for argument in self.arguments)
        other = replacements.get(self.name)
        return named(other.name if other else self.name, arguments)


ANY = Type("typing.Any")
NONE = Type("None")

# Names of one class; the canonical name comes last.
_COLLECTIONS_ABC = (
    *(
        "AsyncGenerator",
        "AsyncIterable",
        "AsyncIterator",
        "Awaitable",
        "ByteString",
        "Callable",
        "Collection",
    ),
    *("Container", "Coroutine", "Generator", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView"),
    *("Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet", "Reversible", "Sequence"),
    *("Sized", "ValuesView"),
)
_SAME: Mapping[str, str] = {
    **{f"typing.{name}": f"collections.abc.{name}" for name in _COLLECTIONS_ABC},
    **{f"typing.{name}": name.lower() for name in ("List", "Dict", "Set", "FrozenSet", "Tuple", "Type")},
    **{f"typing.{name}": f"collections.{name}" for name in ("ChainMap", "Counter", "OrderedDict")},
    "typing.AbstractSet": "collections.abc.Set",
    "typing.Deque": "collections.deque",
    "typing.DefaultDict": "collections.defaultdict",
    "typing.ContextManager": "contextlib.AbstractContextManager",
    "typing.AsyncContextManager": "contextlib.AbstractAsyncContextManager",
    "typing.Pattern": "re.Pattern",
    "typing.Match": "re.Match",
    "typing.Text": "str",
    "typing.NoReturn": "typing.Never",
    "types.NoneType": "None",
    "pathlib._local.Path": "pathlib.Path",
}
# They say something about a place, and nothing about the type of its value.
_QUALIFIERS = frozenset(
    f"typing.{name}" for name in ("Annotated", "ClassVar", "Final", "NotRequired", "ReadOnly", "Required")
) | {"dataclasses.InitVar"}
# A generic class without arguments has these; so have missing ones at the end.
_IMPLIED: Mapping[str, tuple[Type, ...]] = {
    **dict.fromkeys(
        [
            *("list", "set", "frozenset", "type", "collections.deque", "collections.Counter"),
            *(
                f"collections.abc.{name}"
                for name in (
                    *("AsyncIterable", "AsyncIterator", "Awaitable", "Collection", "Container", "Iterable"),
                    *("Iterator", "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set"),
                )
            ),
        ],
        (ANY,),
    ),
    **dict.fromkeys(
        (
            *("dict", "collections.defaultdict", "collections.OrderedDict"),
            *("collections.abc.Mapping", "collections.abc.MutableMapping"),
        ),
        (ANY, ANY),
    ),
    "collections.abc.AsyncGenerator": (ANY, NONE),
    "collections.abc.Generator": (ANY, NONE, NONE),
    "collections.abc.Coroutine": (ANY, ANY, ANY),
    _CALLABLE: (Type("..."), ANY),
}


def named(name: str, arguments: Sequence[Type] = ()) -> Type:
    """The type with this full name in canonical form."""
    name = name.removeprefix("builtins.")
    if name.startswith("typing_extensions."):
        name = name.replace("typing_extensions.", "typing.", 1)
    name = _SAME.get(name, name)
    if name in _QUALIFIERS and arguments:
        return arguments[0]
    match name:
        case "|" | "typing.Union" if arguments:
            return union(arguments)
        case "typing.Optional" if arguments:
            return union((*arguments, NONE))
        case "typing.Literal":
            return Type(name, tuple(sorted(set(arguments))))
        case _:
            implied = _IMPLIED.get(name, ())
            return Type(name, (*arguments, *implied[len(arguments) :]))


def union(members: Sequence[Type]) -> Type:
    """The union of `members`, sorted, each once, None last; literals are merged."""
    flat = [one for member in members for one in member.members]
    literals = [argument for one in flat if one.name == _LITERAL for argument in one.arguments]
    rest = {one for one in flat if one.name != _LITERAL}
    if literals:
        rest.add(named(_LITERAL, literals))
    ordered = tuple(sorted(rest, key=lambda one: (one == NONE, one)))
    return ordered[0] if len(ordered) == 1 else Type(_UNION, ordered)


@frozen
class _Reading:
    """Turns expressions into types; `resolve` gives the type of a dotted name as it is written."""

    resolve: Callable[[str], Type] = field()

    def read(self, node: ast.expr) -> Type:  # noqa: PLR0911 - one line for each form
        match node:
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=str(text)):
                return self._quoted(text)
            case ast.Constant(value=value) if value is ...:
                return Type("...")
            case ast.Name() | ast.Attribute() if is_name(node):
                return self.resolve(ast.unparse(node))
            case ast.UnaryOp(op=ast.Invert(), operand=operand):
                return Type(f"~{ast.unparse(operand)}")
            case ast.BinOp(op=ast.BitOr()):
                return union([self.read(member) for member in _members(node)])
            case ast.List(elts=items):
                return Type(_LIST, tuple(self.read(item) for item in items))
            case ast.Starred(value=value):
                return named("typing.Unpack", (self.read(value),))
            case ast.Subscript(value=value, slice=arguments):
                return self._subscript(self.read(value), arguments)
            case _:
                return Type(ast.unparse(node))

    def _quoted(self, text: str) -> Type:
        try:
            return self.read(ast.parse(text.strip(), mode="eval").body)
        except (SyntaxError, ValueError):
            return Type(repr(text))

    def _subscript(self, generic: Type, node: ast.expr) -> Type:
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        name = generic.name
        if name == _LITERAL:
            return named(name, [Type(ast.unparse(part)) for part in parts])
        if name in _QUALIFIERS:
            # The other arguments of Annotated are no types.
            return self.read(parts[0])
        arguments = [self.read(part) for part in parts]
        if free := variables_of([generic]):
            # An alias with type variables, such as `Pair[int]`.
            return generic.replaced(dict(zip(free, arguments, strict=False)))
        return named(name, arguments)


def _members(node: ast.expr) -> list[ast.expr]:
    """The members of a union that is written with bars; a loop, because there may be hundreds."""
    found = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def variables_of(types: Iterable[Type]) -> tuple[str, ...]:
    """The type variables in `types`, each once, in the order in which they come."""
    return tuple(dict.fromkeys(name for one in types for name in one.variables()))


def is_name(node: ast.expr | None) -> TypeGuard[ast.Name | ast.Attribute]:
    """True for a name with dots or without."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def type_from(node: ast.expr, resolve: Callable[[str], Type]) -> Type:
    """The type that an annotation means; `resolve` gives the type of a dotted name as it is written."""
    return _Reading(resolve).read(node)


def parse_type(text: str) -> Type:
    """Read a type that `str` has written. Raises SyntaxError if it is no expression."""
    return _Reading(named).read(ast.parse(text, mode="eval").body)
