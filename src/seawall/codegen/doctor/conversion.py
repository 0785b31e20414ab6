"""The state of one conversion: documents, names of components, and fixes so far."""

import re
from collections import deque
from collections.abc import Mapping
from typing import Final

from attrs import define, field, frozen

from seawall.codegen.doctor.components import ComponentNames, allowed_name, proposed_name
from seawall.codegen.doctor.fix import Fix, Severity, excerpt
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.references import References, Target
from seawall.codegen.doctor.rules import RULES
from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.plain_data import Json

__all__ = ["KINDS", "NOTHING", "Conversion", "Nothing", "PendingComponent", "PendingOperation"]

KINDS: Final = (
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
)
"""The kinds of components in canonical form."""

_LONGEST_NAME = 2_000
_MOST_FIXES = 200_000


@frozen
class Nothing:
    """The type of `NOTHING`."""


NOTHING: Final = Nothing()
"""In a fix: there was, or is, no value. None would be the value `null`."""


@frozen
class PendingComponent:
    """A component that is still to be converted; `media_types` are those of a Swagger 2.0 operation."""

    kind: str
    name: str
    target: Target
    media_types: tuple[str, ...] = ()


@frozen
class PendingOperation:
    """A converted operation, whose operationId is still to be checked."""

    operation: dict[str, Json]
    method: str
    path: str
    place: Place


@define(eq=False)
class Conversion:
    """Converts one set of documents; used once."""

    documents: Documents
    dialects: Mapping[str, str]
    references: References
    most_values: int
    fixes: list[Fix] = field(factory=list)
    names: dict[str, ComponentNames] = field(factory=lambda: {kind: ComponentNames() for kind in KINDS})
    pending: deque[PendingComponent] = field(factory=deque)
    operations: list[PendingOperation] = field(factory=list)
    security_names: dict[str, str] = field(factory=dict)
    open_items: set[tuple[str, tuple[str, ...]]] = field(factory=set)
    combined: list[dict[str, Json]] = field(factory=list)
    values: int = 0
    _known: set[tuple[str, str, str]] = field(factory=set)

    def fix(
        self,
        rule: str,
        place: Place,
        message: str,
        *,
        before: "Json | Nothing" = NOTHING,
        after: "Json | Nothing" = NOTHING,
        severity: Severity | None = None,
    ) -> None:
        """Record a fix, once for a part that is read often; `severity` replaces that of the rule."""
        pointer = place.pointer(self.documents.root)
        if (rule, pointer, message) in self._known:
            return
        if len(self._known) == _MOST_FIXES:
            raise SpecError(f"The spec has more than {_MOST_FIXES:,} findings, the last one: {message}")
        self._known.add((rule, pointer, message))
        self.fixes.append(
            Fix(
                rule=rule,
                severity=severity or RULES[rule].severity,
                pointer=pointer,
                message=message,
                before="" if isinstance(before, Nothing) else excerpt(before),
                after="" if isinstance(after, Nothing) else excerpt(after),
            )
        )

    def is_old(self, place: Place) -> bool:
        """Return whether the document is Swagger 2.0 or OpenAPI 3.0, whose schemas are no JSON Schema."""
        return self.dialects[place.document] in {"2.0", "3.0"}

    def is_swagger(self, place: Place) -> bool:
        """Return whether the document is Swagger 2.0."""
        return self.dialects[place.document] == "2.0"

    def count(self, place: Place, values: int = 1) -> None:
        """Count converted values. Raises SpecError if shared parts have grown beyond the limit."""
        self.values += values
        if self.values > self.most_values:
            pointer = place.pointer(self.documents.root)[:500]
            raise SpecError(f"The spec expands to more than {self.most_values:,} values at {pointer}.")

    def count_copy(self, value: Json, place: Place) -> None:
        """Count the values of `value`, which is shared by several places, as `count` does."""
        todo = [value]
        while todo:
            self.count(place, len(todo))
            below: list[Json] = []
            for item in todo:
                if isinstance(item, dict):
                    below.extend(item.values())
                elif isinstance(item, list):
                    below.extend(item)
            todo = below

    def check_name(self, name: str, place: Place) -> None:
        """Raise SpecError if a name is too long."""
        if len(name) > _LONGEST_NAME:
            raise SpecError(
                f"A name has {len(name):,} characters; the limit is {_LONGEST_NAME:,}: {name[:50]!a}… "
                f"in {place.pointer(self.documents.root)[:500]}."
            )

    def target(self, kind: str, ref: str, place: Place) -> Target | None:
        """Find the target of `ref`; where it is missing, the component of that name, if there is one."""
        found = self.references.find(ref, place)
        if found is not None:
            return found
        name = ref.rsplit("/", 1)[-1]
        containers = ("components", kind), ("definitions",) if kind == "schemas" else (kind,)
        for container in containers:
            pointer = "/".join(("#", *container, name))
            found = self.references.find(pointer, Place(place.document, place.document))
            if found is not None:
                self.fix(
                    "misplaced-reference",
                    place,
                    f"{ref[:200]} does not exist; {pointer[:200]} is used.",
                    before=ref,
                    after=pointer,
                )
                return found
        return None

    def component(self, kind: str, ref: str, place: Place, media_types: tuple[str, ...] = ()) -> str | None:
        """Return the name of the component that `ref` leads to, which is made if needed; None if dangling."""
        target = self.target(kind, ref, place)
        if target is None:
            return None
        return self.component_of(kind, target, place, ref, media_types)

    def component_of(
        self, kind: str, target: Target, place: Place, ref: str, media_types: tuple[str, ...] = ()
    ) -> str | None:
        """Return the name of the component at `target`, as `component` does."""
        variant = " ".join(media_types)
        name = self.names[kind].name_at(target.place, variant)
        if name is not None:
            return name
        end = self.references.follow(target)
        if end is None:
            return None
        name = self.names[kind].name_at(end.place, variant)
        return name or self._new_component(kind, end, place, media_types, ref)

    def dangling_schema(self, ref: str, place: Place) -> str:
        """Return the component, of any value, that stands for the missing target of `ref`."""
        missing = Place(place.document, place.base, ref, Place("", ""))
        name = self.names["schemas"].name_at(missing)
        if name is None:
            name = self.names["schemas"].claim(missing, allowed_name(re.split(r"[/#]", ref)[-1][:100]))
            self.pending.append(PendingComponent("schemas", name, Target(missing, {})))
        return name

    def _new_component(
        self, kind: str, target: Target, place: Place, media_types: tuple[str, ...], ref: str
    ) -> str:
        variant = " ".join(media_types)
        # The variant of a shared answer for other media types has the name of the first one, with a number.
        name = self.names[kind].claim(target.place, proposed_name(target.place), variant)
        self.pending.append(PendingComponent(kind, name, target, media_types))
        is_external = target.place.document != self.documents.root
        self.fix(
            "bundled-reference" if is_external else "lifted-reference",
            place,
            f"The target becomes the component {name}.",
            before=ref,
            after=f"#/components/{kind}/{name}",
        )
        return name
