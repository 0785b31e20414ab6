"""The members of a union as it is read: nested unions flattened, null aside, each once."""

from typing import Final

from attrs import evolve

from seawall.codegen.api.json_fields import child_pointer
from seawall.codegen.api.shapes import Array, NoValue, Null, Object, Schema, Shape, Union
from seawall.codegen.api.source import shown
from seawall.codegen.errors import SpecError

__all__ = ["UnionMembers"]

_MOST_MEMBERS: Final = 10_000


class UnionMembers:
    """Collects the members of the union at `pointer`. `add` raises SpecError if they are too many."""

    def __init__(self, pointer: str) -> None:
        self._pointer = pointer
        self._found: dict[object, Schema] = {}
        self.is_nullable = False

    @property
    def found(self) -> list[Schema]:
        """The members so far, without null."""
        return list(self._found.values())

    def null(self) -> tuple[Schema, ...]:
        """The member null, if the union has it."""
        return (
            (Schema(pointer=child_pointer(self._pointer, "type"), shape=Null()),) if self.is_nullable else ()
        )

    def shape(self) -> Shape:
        """The shape of the members and null; that of the only member if it is alone."""
        members = (*self._found.values(), *self.null())
        if len(members) > 1:
            return Union(members=members)
        return members[0].shape if members else NoValue()

    def add(self, member: Schema) -> None:
        """Add `member`, or the members of `member` if it is a union without a declared discriminator."""
        shape = member.shape
        if isinstance(shape, Union):
            inner = [each for each in shape.members if not isinstance(each.shape, Null)]
            self.is_nullable = self.is_nullable or len(inner) < len(shape.members)
            tag = shape.discriminator
            if tag is None or not tag.is_declared:
                for each in inner:
                    self._add_one(each)
            else:
                self._add_one(evolve(member, shape=evolve(shape, members=tuple(inner))))
        elif isinstance(shape, Null):
            self.is_nullable = True
        elif not isinstance(shape, NoValue):
            self._add_one(member)

    def _add_one(self, member: Schema) -> None:
        has_place = isinstance(member.shape, Object | Array | Union)
        self._found.setdefault(member.pointer if has_place else member.shape, member)
        if len(self._found) > _MOST_MEMBERS:
            raise SpecError(f"The union at {shown(self._pointer)} has more than {_MOST_MEMBERS:,} members.")
