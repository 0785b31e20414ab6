"""Relations of types: whether every value of one type is a value of another. Pure."""

import builtins
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from attrs import field, frozen

from seawall.codegen.surface.types import ANY, NONE, Type, named, union

__all__ = ["Hierarchy", "Relation", "relation"]


class Relation(StrEnum):
    """Relation of a new type to an old one."""

    EQUAL = "equal"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"


_ABC = "collections.abc."
_T, _K, _V = Type("~T"), Type("~K"), Type("~V")


def _abc(name: str, *arguments: Type) -> Type:
    return Type(_ABC + name, arguments)


@frozen
class _Generic:
    """A generic class: its variables, the bases, and for each variable if it is co-, contra- or invariant."""

    variables: tuple[Type, ...]
    variance: str
    bases: tuple[Type, ...] = ()


_ONE, _TWO = (_T,), (_K, _V)
_GENERICS: Mapping[str, _Generic] = {
    "list": _Generic(_ONE, "=", (_abc("MutableSequence", _T),)),
    "collections.deque": _Generic(_ONE, "=", (_abc("MutableSequence", _T),)),
    "set": _Generic(_ONE, "=", (_abc("MutableSet", _T),)),
    "frozenset": _Generic(_ONE, "+", (_abc("Set", _T),)),
    "type": _Generic(_ONE, "+"),
    "dict": _Generic(_TWO, "==", (_abc("MutableMapping", _K, _V),)),
    "collections.defaultdict": _Generic(_TWO, "==", (Type("dict", _TWO),)),
    "collections.OrderedDict": _Generic(_TWO, "==", (Type("dict", _TWO),)),
    "collections.Counter": _Generic(_ONE, "=", (Type("dict", (_T, Type("int"))),)),
    "os.PathLike": _Generic(_ONE, "+"),
    "re.Pattern": _Generic(_ONE, "="),
    "contextlib.AbstractContextManager": _Generic(_ONE, "+"),
    "contextlib.AbstractAsyncContextManager": _Generic(_ONE, "+"),
    _ABC + "MutableSequence": _Generic(_ONE, "=", (_abc("Sequence", _T),)),
    _ABC + "Sequence": _Generic(_ONE, "+", (_abc("Collection", _T), _abc("Reversible", _T))),
    _ABC + "MutableSet": _Generic(_ONE, "=", (_abc("Set", _T),)),
    _ABC + "Set": _Generic(_ONE, "+", (_abc("Collection", _T),)),
    _ABC + "MutableMapping": _Generic(_TWO, "==", (_abc("Mapping", _K, _V),)),
    _ABC + "Mapping": _Generic(_TWO, "=+", (_abc("Collection", _K),)),
    _ABC + "KeysView": _Generic(_ONE, "+", (_abc("Set", _T),)),
    _ABC + "ValuesView": _Generic(_ONE, "+", (_abc("Collection", _T),)),
    _ABC + "ItemsView": _Generic(_TWO, "++", (_abc("Set", Type("tuple", _TWO)),)),
    _ABC + "Collection": _Generic(_ONE, "+", (_abc("Iterable", _T), _abc("Container", _T), _abc("Sized"))),
    _ABC + "Reversible": _Generic(_ONE, "+", (_abc("Iterable", _T),)),
    _ABC + "Container": _Generic(_ONE, "+"),
    _ABC + "Iterable": _Generic(_ONE, "+"),
    _ABC + "Iterator": _Generic(_ONE, "+", (_abc("Iterable", _T),)),
    _ABC + "Generator": _Generic((_T, _K, _V), "+-+", (_abc("Iterator", _T),)),
    _ABC + "AsyncIterable": _Generic(_ONE, "+"),
    _ABC + "AsyncIterator": _Generic(_ONE, "+", (_abc("AsyncIterable", _T),)),
    _ABC + "AsyncGenerator": _Generic(_TWO, "+-", (_abc("AsyncIterator", _K),)),
    _ABC + "Awaitable": _Generic(_ONE, "+"),
    _ABC + "Coroutine": _Generic((_T, _K, _V), "+-+", (_abc("Awaitable", _V),)),
}
_TEXT, _NUMBER = Type("str"), Type("int")
# Classes without variables, and their bases; float takes int, as PEP 484 says.
_BASES: Mapping[str, tuple[Type, ...]] = {
    "bool": (_NUMBER,),
    "int": (Type("float"),),
    "float": (Type("complex"),),
    "str": (_abc("Sequence", _TEXT),),
    "bytes": (_abc("Sequence", _NUMBER), _abc("Buffer")),
    "bytearray": (_abc("MutableSequence", _NUMBER), _abc("Buffer")),
    "memoryview": (_abc("Sequence", _NUMBER), _abc("Buffer")),
    "range": (_abc("Sequence", _NUMBER),),
    "datetime.datetime": (Type("datetime.date"),),
    "pathlib.Path": (Type("pathlib.PurePath"),),
    "pathlib.PurePath": (Type("os.PathLike", (_TEXT,)),),
    "enum.StrEnum": (_TEXT, Type("enum.ReprEnum")),
    "enum.IntEnum": (_NUMBER, Type("enum.ReprEnum")),
    "enum.ReprEnum": (Type("enum.Enum"),),
    "enum.IntFlag": (_NUMBER, Type("enum.Flag")),
    "enum.Flag": (Type("enum.Enum"),),
}
_LITERAL = "typing.Literal"
_CALLABLE = "collections.abc.Callable"
_MOST_STEPS = 50


@frozen
class Hierarchy:
    """The ancestors of each class of a surface, by full name; `own` is the class that `Self` stands for."""

    ancestors: Mapping[str, Sequence[str]] = field(factory=dict)
    own: str = ""

    def is_subtype(self, one: Type, other: Type, depth: int = 0) -> bool:  # noqa: PLR0911 - one line for each form
        """True if every value of `one` is known to be a value of `other`."""
        if one == other or other in {ANY, Type("object")} or one.name == "typing.Never":
            return True
        if depth > _MOST_STEPS:
            return False
        depth += 1
        if one.is_union:
            return all(self.is_subtype(member, other, depth) for member in one.members)
        if other.is_union:
            parts = [Type(_LITERAL, (value,)) for value in one.arguments] if one.name == _LITERAL else [one]
            return all(
                any(self.is_subtype(part, member, depth) for member in other.members) for part in parts
            )
        if one.name == _LITERAL:
            return self._is_literal_in(one, other, depth)
        if one.name == "typing.Self" and self.own:
            return self.is_subtype(Type(self.own), other, depth)
        if one.name == other.name:
            return self._arguments(one, other, depth)
        return any(self.is_subtype(base, other, depth) for base in self._bases(one))

    def _is_literal_in(self, one: Type, other: Type, depth: int) -> bool:
        if other.name == _LITERAL:
            return set(one.arguments) <= set(other.arguments)
        return all(self.is_subtype(_class_of(value), other, depth) for value in one.arguments)

    def _arguments(self, one: Type, other: Type, depth: int) -> bool:
        """Compare the arguments of one generic class."""
        if one.name == _CALLABLE:
            return self._callables(one, other, depth)
        if one.name == "tuple":
            return self._tuples(one, other, depth)
        generic = _GENERICS.get(one.name)
        if len(one.arguments) != len(other.arguments):
            # One of them says nothing about its arguments.
            return not other.arguments
        variance = generic.variance if generic is not None else "=" * len(one.arguments)
        return all(
            self._fits(a, b, how, depth)
            for a, b, how in zip(one.arguments, other.arguments, variance, strict=False)
        )

    def _fits(self, one: Type, other: Type, variance: str, depth: int) -> bool:
        if ANY in {one, other} and variance == "=":
            # `list[int]` fits `list[Any]`; the other way round nothing is known.
            return other == ANY
        checks: Mapping[str, Callable[[], bool]] = {
            "+": lambda: self.is_subtype(one, other, depth),
            "-": lambda: self.is_subtype(other, one, depth),
            "=": lambda: self.is_subtype(one, other, depth) and self.is_subtype(other, one, depth),
        }
        return checks[variance]()

    def _callables(self, one: Type, other: Type, depth: int) -> bool:
        if len(one.arguments) != len(other.arguments):
            return False
        *given, result = one.arguments
        *taken, expected = other.arguments
        if not self.is_subtype(result, expected, depth):
            return False
        ours, theirs = given[0], taken[0]
        if Type("...") in {ours, theirs} or ours == theirs:
            return True
        if ours.name != "[]" or theirs.name != "[]" or len(ours.arguments) != len(theirs.arguments):
            return False
        pairs = zip(ours.arguments, theirs.arguments, strict=True)
        return all(self.is_subtype(their, our, depth) for our, their in pairs)

    def _tuples(self, one: Type, other: Type, depth: int) -> bool:
        if _is_open(other):
            expected = other.arguments[0]
            items = one.arguments[:1] if _is_open(one) else one.arguments
            return all(self.is_subtype(item, expected, depth) for item in items)
        if _is_open(one) or len(one.arguments) != len(other.arguments):
            return False
        pairs = zip(one.arguments, other.arguments, strict=True)
        return all(self.is_subtype(a, b, depth) for a, b in pairs)

    def _bases(self, one: Type) -> tuple[Type, ...]:
        generic = _GENERICS.get(one.name)
        if generic is not None:
            given = dict(zip((one.name for one in generic.variables), one.arguments, strict=False))
            return tuple(base.replaced(given) for base in generic.bases)
        if one.name == "tuple":
            items = one.arguments[:1] if _is_open(one) else one.arguments
            return (_abc("Sequence", union(items) if items else Type("typing.Never")),)
        if one.name in _BASES:
            return _BASES[one.name]
        return tuple(named(name) for name in self.ancestors.get(one.name, ())) or _exception_bases(one.name)


def _is_open(one: Type) -> bool:
    return len(one.arguments) == 2 and one.arguments[1].name == "..."  # noqa: PLR2004 - as tuple[int, ...]


def _class_of(literal: Type) -> Type:
    text = literal.name
    if text in {"True", "False"}:
        return Type("bool")
    if text == "None":
        return NONE
    if text[0] in "'\"":
        return Type("str")
    if text.startswith(("b'", 'b"')):
        return Type("bytes")
    # A member of an enum.
    return Type("int") if text.lstrip("-").isdigit() else Type(text.rpartition(".")[0])


def _exception_bases(name: str) -> tuple[Type, ...]:
    found = getattr(builtins, name, None) if name.isidentifier() else None
    if isinstance(found, type) and issubclass(found, BaseException):
        return tuple(Type(base.__name__) for base in found.__bases__ if base is not object)
    return ()


def relation(old: Type, new: Type, hierarchy: Hierarchy) -> Relation:
    """The relation of `new` to `old`; `OTHER` if neither is known to hold the values of the other."""
    if old == new:
        return Relation.EQUAL
    widens = hierarchy.is_subtype(old, new)
    narrows = hierarchy.is_subtype(new, old)
    if widens and narrows:
        return Relation.EQUAL
    if widens:
        return Relation.WIDER
    return Relation.NARROWER if narrows else Relation.OTHER
