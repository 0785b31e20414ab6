"""Both versions of an API and of its generated client, and the names that differ between the clients."""

import re
from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.diff.change import Diff
from seawall.codegen.impact.places import SpecPlaces, read_places
from seawall.codegen.layer.client import (
    ClientClass,
    ClientField,
    ClientFunction,
    ClientStyle,
    GeneratedClient,
    Part,
    PartKind,
)

__all__ = ["ClientComparison", "NameDifference"]

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_QUALIFIERS = re.compile(r"\b(?:models|wire|dt|datetime)\.")
_DEEPEST_ALIAS = 5
_ANYTHING = frozenset({"Any", "object"})
_NARROWER: Mapping[str, frozenset[str]] = {
    "int": frozenset({"float"}),
    "bool": frozenset({"int", "float"}),
    "datetime": frozenset({"date"}),
}


@frozen(kw_only=True)
class NameDifference:
    """A part that the new client has not, or has under another name or in another module.

    `name` is the new name, empty if the part is gone. `module` is the new module if it is another one.
    """

    name: str = ""
    module: str = ""

    @property
    def is_gone(self) -> bool:
        """True if the new client has no such part."""
        return not self.name


# Not slots: the indexes are made when they are asked for.
@frozen(kw_only=True, slots=False)
class ClientComparison:
    """Both versions; `pairs` gives each part of the old client its new one, None if it is gone."""

    diff: Diff
    old_api: Api
    new_api: Api
    old_client: GeneratedClient
    new_client: GeneratedClient
    pairs: Mapping[Part, Part | None] = field(repr=False)

    @cached_property
    def old_places(self) -> SpecPlaces:
        """The parts of the old client by the pointers of the old spec."""
        return read_places(self.old_api, self.old_client)

    @cached_property
    def new_places(self) -> SpecPlaces:
        """The parts of the new client by the pointers of the new spec."""
        return read_places(self.new_api, self.new_client)

    @cached_property
    def before(self) -> Mapping[Part, Part]:
        """The part of the old client by that of the new one."""
        return {new: old for old, new in self.pairs.items() if new is not None}

    @cached_property
    def old_functions(self) -> Mapping[str, tuple[ClientFunction, ...]]:
        """The functions of the old client by operation."""
        return _by_operation(self.old_client)

    @cached_property
    def new_functions(self) -> Mapping[str, tuple[ClientFunction, ...]]:
        """The functions of the new client by operation."""
        return _by_operation(self.new_client)

    def paired(self, part: Part) -> Part | None:
        """The part in the new client; a part that no pair names keeps its place if it is still there."""
        if part in self.pairs:
            return self.pairs[part]
        return part if part in self._new_parts else None

    @cached_property
    def _new_parts(self) -> frozenset[Part]:
        return frozenset(self.new_client.parts())

    def holding_classes(self, owner: Part) -> tuple[Part, ...]:
        """The old classes with a field of the class `owner`."""
        found: dict[Part, None] = {}
        for pointer in self.old_client.classes[owner.owner].pointers:
            for holder in self.old_places.holders.get(pointer, ()):
                if holder.kind is PartKind.FIELD:
                    found[Part(PartKind.CLASS, holder.owner)] = None
        return tuple(found)

    def operation(self, key: str) -> ApiOperation | None:
        """The old operation `key`."""
        return self.old_places.by_key.get(key)

    def new_operation(self, key: str) -> ApiOperation | None:
        """The new operation of the old operation `key`."""
        new = self.paired(Part(PartKind.OPERATION, key))
        return None if new is None else self.new_places.by_key.get(new.owner)

    def old_field(self, part: Part) -> ClientField | None:
        """The field `part` of the old client."""
        return _field(self.old_client, part)

    def new_field(self, part: Part) -> ClientField | None:
        """The field of the new client that is `part` of the old one."""
        new = self.paired(part)
        return None if new is None else _field(self.new_client, new)

    def annotations(self, part: Part) -> tuple[str, str]:
        """The types of a field or parameter in the old and the new client; empty if one is not known."""
        if part.kind is PartKind.FIELD:
            old, new = self.old_field(part), self.new_field(part)
            return ("" if old is None else old.annotation), ("" if new is None else new.annotation)
        new_part = self.paired(part)
        before = self._argument_type(self.old_functions.get(part.owner, ()), part.name)
        if new_part is None:
            return before, ""
        return before, self._argument_type(self.new_functions.get(new_part.owner, ()), new_part.name)

    def _argument_type(self, functions: tuple[ClientFunction, ...], parameter: str) -> str:
        name = self._argument(functions, parameter)
        return next((one.types[name] for one in functions if name in one.types), "")

    def new_class(self, name: str) -> ClientClass | None:
        """The class of the new client that is `name` in the old one."""
        new = self.paired(Part(PartKind.CLASS, name))
        return None if new is None else self.new_client.classes.get(new.owner)

    def functions_at(self, key: str, text: str) -> tuple[ClientFunction, ClientFunction | None] | None:
        """The old function of the operation that is written as `text`, and its new one."""
        olds = self.old_functions.get(key, ())
        old = next((one for one in olds if text in (one.name, one.module.rpartition(".")[2])), None)
        if old is None:
            old = olds[0] if olds else None
        if old is None:
            return None
        new_part = self.paired(Part(PartKind.OPERATION, key))
        news = () if new_part is None else self.new_functions.get(new_part.owner, ())
        new = next((one for one in news if one.name == old.name), None)
        # In a stock package, the other functions of a module do something else.
        is_only = self.old_client.style is not ClientStyle.STOCK or text not in {one.name for one in olds}
        return old, new or (news[0] if news and is_only else None)

    def operation_name(self, part: Part, text: str) -> NameDifference | None:
        """The difference of the function of an operation that is written as `text`; None if there is none."""
        if self.paired(part) is None:
            return NameDifference()
        found = self.functions_at(part.owner, text)
        if found is None:
            return None
        old, new = found
        if new is None:
            return NameDifference()
        is_module = text == old.module.rpartition(".")[2] and text != old.name
        if old.module == new.module and (is_module or old.name == new.name):
            return None
        name = new.module.rpartition(".")[2] if is_module else new.name
        if text.isupper() and text.lower() == old.name:
            name = new.name.upper()
        return NameDifference(name=name, module="" if old.module == new.module else new.module)

    def argument_names(self, part: Part) -> tuple[str, str] | None:
        """The names of a parameter as an argument of the old and of the new client; empty if it is gone."""
        old = self._argument(self.old_functions.get(part.owner, ()), part.name)
        if not old:
            return None
        new_part = self.paired(part)
        if new_part is None:
            return old, ""
        return old, self._argument(self.new_functions.get(new_part.owner, ()), new_part.name)

    @staticmethod
    def _argument(functions: tuple[ClientFunction, ...], parameter: str) -> str:
        for function in functions:
            for name, key in function.arguments.items():
                if key == parameter:
                    return name
        return ""

    def part_name(self, part: Part) -> NameDifference | None:
        """The difference of the name of a class, field or member; None if there is none."""
        new = self.paired(part)
        if new is None:
            return NameDifference()
        if part.kind is PartKind.CLASS:
            old_class, new_class = self.old_client.classes[part.owner], self.new_client.classes[new.owner]
            module = "" if old_class.module == new_class.module else new_class.module
            is_same = new_class.name == old_class.name and not module
            return None if is_same else NameDifference(name=new_class.name, module=module)
        return None if new.name == part.name else NameDifference(name=new.name)

    def annotation_members(self, annotation: str, *, is_old: bool) -> frozenset[str]:
        """The members of an annotation as a union, old classes under their new names."""
        client = self.old_client if is_old else self.new_client
        text = _expanded(_QUALIFIERS.sub("", annotation.replace('"', "").replace("'", "")), client)
        if is_old:
            text = _IDENTIFIER.sub(self._new_name, text)
        text = _without_optional(" ".join(text.split()))
        return frozenset(member.strip() for member in _members(text) if member.strip())

    def unfit(self, given: frozenset[str], wanted: frozenset[str]) -> frozenset[str]:
        """The members of the type `given` that code for the type `wanted` does not take."""
        if wanted & _ANYTHING:
            return frozenset()
        return frozenset(one for one in given - wanted if not (one in _NARROWER and _NARROWER[one] & wanted))

    @staticmethod
    def words(text: str) -> tuple[str, ...]:
        """The identifiers in an annotation."""
        return tuple(_IDENTIFIER.findall(text))

    def _new_name(self, match: re.Match[str]) -> str:
        name = match.group()
        if name not in self.old_client.classes:
            return name
        new = self.paired(Part(PartKind.CLASS, name))
        return name if new is None else new.owner


def _field(client: GeneratedClient, part: Part) -> ClientField | None:
    owner = client.classes.get(part.owner)
    return None if owner is None else owner.fields.get(part.name)


def _by_operation(client: GeneratedClient) -> dict[str, tuple[ClientFunction, ...]]:
    found: dict[str, tuple[ClientFunction, ...]] = {}
    for function in client.functions:
        found[function.operation] = (*found.get(function.operation, ()), function)
    return found


def _expanded(text: str, client: GeneratedClient) -> str:
    """`text` with the types for which the names of aliases stand."""
    for _ in range(_DEEPEST_ALIAS):
        found = _IDENTIFIER.sub(lambda match: _alias(match.group(), client), text)
        if found == text:
            break
        text = found
    return text


def _alias(name: str, client: GeneratedClient) -> str:
    owner = client.classes.get(name)
    return name if owner is None or not owner.alias else _QUALIFIERS.sub("", owner.alias)


def _without_optional(text: str) -> str:
    """`Union[A, B]` and `Optional[A]` as `A | B` and `A | None`, at the outermost level."""
    if text.startswith("Union[") and text.endswith("]"):
        return " | ".join(_split(text[6:-1], ","))
    if text.startswith("Optional[") and text.endswith("]"):
        return f"{text[9:-1]} | None"
    return text


def _members(text: str) -> list[str]:
    return ["Unset" if one.strip() in {"UnsetType", "Unset"} else one for one in _split(text, "|")]


def _split(text: str, mark: str) -> list[str]:
    """Split `text` at the marks outside of brackets."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character in "[(") - (character in "])")
        if character == mark and not depth:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]
