"""Both versions of a client and of its API, as the choice of an edit reads them."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from attrs import define, field

from seawall.codegen.api.model import Api, ApiParameter
from seawall.codegen.api.reach import every_schema
from seawall.codegen.api.shapes import Schema
from seawall.codegen.layer.client import (
    ClientClass,
    ClientField,
    ClientFunction,
    ClientStyle,
    GeneratedClient,
    Part,
    PartKind,
)
from seawall.codegen.layer.uses import Place

__all__ = ["Versions", "is_keyword", "place_text"]


@define(kw_only=True, slots=False)
class Versions:
    """The old and the new client with their pairs of parts, the new API, and the sources of the layer."""

    old: GeneratedClient = field(repr=False)
    new: GeneratedClient = field(repr=False)
    pairs: Mapping[Part, Part | None] = field(repr=False)
    new_api: Api = field(repr=False)
    sources: Mapping[str, str] = field(factory=dict, repr=False)

    @cached_property
    def new_schemas(self) -> Mapping[str, Schema]:
        """Every schema of the new API by its pointer."""
        return {schema.pointer: schema for schema in every_schema(self.new_api)}

    @cached_property
    def new_parameters(self) -> Mapping[tuple[str, str], ApiParameter]:
        """Every parameter of the new API by the key of its operation and its pointer."""
        return {
            (operation.key, parameter.pointer): parameter
            for operation in self.new_api.operations
            for parameter in operation.parameters
        }

    def new_part(self, part: Part) -> Part | None:
        """The part of the new client that `part` is now; a part without a pair stays as it is."""
        return self.pairs.get(part, part)

    def new_class(self, name: str) -> ClientClass | None:
        """The class of the new client that the old class `name` is now."""
        part = self.new_part(Part(PartKind.CLASS, name))
        return None if part is None else self.new.classes.get(part.owner)

    def functions(self, operation: str) -> Iterator[tuple[ClientFunction, ClientFunction]]:
        """Yield the functions of an operation of the old client, each with the one of the new client."""
        part = self.new_part(Part(PartKind.OPERATION, operation))
        for old in self.old.functions:
            if old.operation == operation and part is not None:
                new = self._function_like(old, part.owner)
                if new is not None:
                    yield old, new

    def _function_like(self, old: ClientFunction, operation: str) -> ClientFunction | None:
        found = [one for one in self.new.functions if one.operation == operation]
        # A stock package has up to four functions of the same names in every module.
        same = [one for one in found if one.name == old.name]
        if self.new.style is ClientStyle.STOCK:
            return next(iter(same), None)
        return next(iter(same or found), None)

    def old_field(self, part: Part) -> ClientField | None:
        """The field of the old client that `part` names."""
        owner = self.old.classes.get(part.owner)
        return None if owner is None else owner.fields.get(part.name)

    def new_field(self, part: Part) -> ClientField | None:
        """The field of the new client that the old field `part` is now."""
        new = self.new_part(part)
        owner = None if new is None else self.new.classes.get(new.owner)
        return None if new is None or owner is None else owner.fields.get(new.name)


def place_text(sources: Mapping[str, str], place: Place) -> str:
    """The text at `place` if it is within one line; empty if there is no such text."""
    if place.line != place.end_line or place.path not in sources:
        return ""
    lines = _lines(sources[place.path])
    return lines[place.line - 1][place.column : place.end_column] if place.line <= len(lines) else ""


def is_keyword(sources: Mapping[str, str], place: Place) -> bool:
    """True if the name at `place` is a keyword with its argument: `limit` in `list_pets(limit=5)`."""
    if place.line != place.end_line or place.path not in sources:
        return False
    lines = _lines(sources[place.path])
    rest = lines[place.line - 1][place.end_column :] if place.line <= len(lines) else ""
    return re.match(r"\s*=(?!=)", rest) is not None


@lru_cache(maxsize=64)
def _lines(text: str) -> list[str]:
    # Python's lines end here; `splitlines` knows more ends.
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
