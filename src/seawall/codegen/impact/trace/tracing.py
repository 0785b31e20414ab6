"""The state of one trace from changes to uses: indexes over the layer, and the making of findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from attrs import field, frozen

from seawall.codegen.diff.change import Change
from seawall.codegen.impact.comparison import ClientComparison
from seawall.codegen.impact.edits import edit_for
from seawall.codegen.impact.finding import Edit, Effect, Finding
from seawall.codegen.impact.trace.call_sites import Sources, annotation_of
from seawall.codegen.impact.versions import Versions
from seawall.codegen.layer.callers import public_callers
from seawall.codegen.layer.client import ClientStyle, Part, PartKind
from seawall.codegen.layer.uses import Layer, Literal, Place, Use, UseKind

__all__ = ["Tracer", "Tracing", "short_name"]

_VERBS: Mapping[UseKind, str] = {
    UseKind.CALL: "calls",
    UseKind.ARGUMENT: "gives",
    UseKind.READ: "reads",
    UseKind.SET: "sets",
    UseKind.CREATE: "creates",
    UseKind.NAME: "names",
    UseKind.WHOLE: "passes on",
}


def short_name(function: str) -> str:
    """The last two parts of a qualified name: `Run.from_wire`."""
    return ".".join(function.split(".")[-2:])


# Not slots: the indexes are made when they are asked for.
@frozen(kw_only=True, slots=False)
class Tracing:
    """Both versions and the layer, with the uses by part and the public functions by function."""

    comparison: ClientComparison
    layer: Layer
    sources: Sources = field(repr=False)

    @cached_property
    def _uses(self) -> Mapping[Part, tuple[Use, ...]]:
        found: dict[Part, list[Use]] = {}
        for use in self.layer.uses:
            found.setdefault(use.part, []).append(use)
        return {part: tuple(uses) for part, uses in found.items()}

    @cached_property
    def public(self) -> Mapping[str, tuple[str, ...]]:
        """The public functions that reach each function of the layer."""
        return public_callers(self.layer)

    @property
    def is_stock(self) -> bool:
        """True if the client is a stock package."""
        return self.comparison.old_client.style is ClientStyle.STOCK

    def uses(self, part: Part, *kinds: UseKind) -> tuple[Use, ...]:
        """The uses of `part` of these kinds; of all kinds if none is given."""
        found = self._uses.get(part, ())
        return tuple(use for use in found if use.kind in kinds) if kinds else found

    def uses_of(self, parts: Iterable[Part], *kinds: UseKind) -> Iterator[Use]:
        """Yield the uses of all `parts`."""
        for part in parts:
            yield from self.uses(part, *kinds)

    def is_used(self, name: str) -> bool:
        """True if the layer uses the class `name`, or a field or member of it."""
        return name in self._by_owner

    def uses_of_owner(self, name: str) -> tuple[Use, ...]:
        """The uses of a class, and of its fields and members."""
        return self._by_owner.get(name, ())

    @cached_property
    def _by_owner(self) -> Mapping[str, tuple[Use, ...]]:
        found: dict[str, list[Use]] = {}
        for use in self.layer.uses:
            found.setdefault(use.part.owner, []).append(use)
        return {owner: tuple(uses) for owner, uses in found.items()}

    def is_called(self, operation: str) -> bool:
        """True if the layer uses the operation."""
        return bool(self.uses(Part(PartKind.OPERATION, operation)))

    @cached_property
    def functions_of(self) -> Mapping[str, frozenset[str]]:
        """The functions that use each owner (operation or class), with those that reach or help them."""
        found: dict[str, set[str]] = {}
        for part, uses in self._uses.items():
            found.setdefault(part.owner, set()).update(use.function for use in uses)
        return {
            owner: self._reaching(functions) | self._reached(functions) for owner, functions in found.items()
        }

    @cached_property
    def _callers(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for function in self.layer.functions.values():
            for called in function.calls:
                found.setdefault(called, []).append(function.name)
        return {called: tuple(callers) for called, callers in found.items()}

    def _reached(self, functions: Iterable[str]) -> frozenset[str]:
        seen: set[str] = set()
        pending = list(functions)
        while pending:
            one = pending.pop()
            if one not in seen and one in self.layer.functions:
                seen.add(one)
                pending += self.layer.functions[one].calls
        return frozenset(seen)

    def _reaching(self, functions: Iterable[str]) -> frozenset[str]:
        seen: set[str] = set()
        pending = list(functions)
        while pending:
            one = pending.pop()
            if one not in seen:
                seen.add(one)
                pending += self._callers.get(one, ())
        return frozenset(seen)

    def literals_of(self, value: str | float) -> tuple[Literal, ...]:
        """The literals of the layer with this value."""
        return self._literals.get(value, ())

    @cached_property
    def _literals(self) -> Mapping[str | int | float, tuple[Literal, ...]]:
        found: dict[str | int | float, list[Literal]] = {}
        for literal in self.layer.literals:
            found.setdefault(literal.value, []).append(literal)
        return {value: tuple(literals) for value, literals in found.items()}

    @cached_property
    def literal_groups(self) -> Mapping[str, tuple[Literal, ...]]:
        """Literals that stand together, by file and by the class, table or function that they are part of."""
        found: dict[str, list[Literal]] = {}
        for literal in self.layer.literals:
            owner = literal.given_to.rpartition(".")[0]
            name = f"{literal.place.path}:{owner}" if owner else f"{literal.function}:"
            found.setdefault(name, []).append(literal)
        return {name: tuple(literals) for name, literals in found.items()}

    @cached_property
    def names_beside_enums(self) -> Mapping[Part, frozenset[str]]:
        """The names that stand beside the uses of each field of an enum."""
        found: dict[Part, set[str]] = {}
        for one in self.comparison.old_client.classes.values():
            for pointer in one.pointers if one.members else ():
                for part in self.comparison.old_places.holders.get(pointer, ()):
                    for use in self.uses(part, UseKind.READ, UseKind.SET, UseKind.ARGUMENT):
                        found.setdefault(part, set()).update(self.sources.neighbours(use.place))
        return {part: frozenset(names) for part, names in found.items()}

    @cached_property
    def use_places(self) -> frozenset[Place]:
        """The places of all uses."""
        return frozenset(use.place for use in self.layer.uses)

    @cached_property
    def _versions(self) -> Versions:
        comparison = self.comparison
        return Versions(
            old=comparison.old_client,
            new=comparison.new_client,
            pairs=comparison.pairs,
            new_api=comparison.new_api,
            sources=self.layer.sources,
        )

    def finding(
        self,
        change: Change | None,
        use: Use,
        effect: Effect,
        rest: str = "",
        *,
        is_certain: bool = True,
        reason: str = "",
    ) -> Finding:
        """The effect of `change` on one use; `rest` follows the words for the use."""
        text = self._text(use)
        what = f"{short_name(use.function)} {_VERBS[use.kind]} `{text}`{rest}"
        head = change.words if change is not None else "The generated client has other names"
        reasons = [one for one in (use.reason if not use.is_certain else "", reason) if one]
        return Finding(
            effect=effect,
            words=f"{head}; {what}.",
            change=change,
            part=use.part,
            place=use.place,
            function=use.function,
            public=self.public.get(use.function, ()),
            is_certain=is_certain and use.is_certain,
            reason="; ".join(reasons),
            edit=self._edit(change, use) if effect is Effect.BREAKS else None,
        )

    def _text(self, use: Use) -> str:
        """The text at a use; a call of a function of a stock package has its module in front."""
        text = self.sources.text_at(use.place) or use.part.name or use.part.owner
        if self.is_stock and use.kind is UseKind.CALL:
            functions = self.comparison.old_functions.get(use.part.owner, ())
            module = next((one.module for one in functions if one.name == text), "")
            return f"{module.rpartition('.')[2]}.{text}" if module else text
        return text

    def _edit(self, change: Change | None, use: Use) -> Edit | None:
        return None if change is None else edit_for(change, use, self._versions)

    def is_still_accepted(self, use: Use) -> bool:
        """True if the value at a use is a parameter with a declared type that the new client takes."""
        given = annotation_of(self.sources.argument_at(use.place), self.sources.function_at(use.place))
        new = self.comparison.annotations(use.part)[1]
        if not given or not new:
            return False
        members = self.comparison.annotation_members(given, is_old=False)
        return not self.comparison.unfit(members, self.comparison.annotation_members(new, is_old=False))

    def function_at(self, place: Place) -> str:
        """The qualified name of the innermost function around a place; empty if there is none."""
        around = [
            one
            for one in self.layer.functions.values()
            if one.place.path == place.path and one.place.line <= place.line <= one.place.end_line
        ]
        return max(around, key=lambda one: (one.place.line, len(one.name))).name if around else ""

    def literal_finding(
        self,
        change: Change,
        literal: Literal,
        effect: Effect,
        rest: str,
        *,
        is_certain: bool = True,
        reason: str = "",
        edit: Edit | None = None,
    ) -> Finding:
        """The effect of `change` on one text or number of the layer."""
        given = f" as `{literal.given_to}`" if literal.given_to else ""
        where = short_name(literal.function)
        return Finding(
            effect=effect,
            words=f"{change.words}; {where} has {literal.value!r}{given}{rest}.",
            change=change,
            place=literal.place,
            function=literal.function,
            public=self.public.get(literal.function, ()),
            is_certain=is_certain,
            reason=reason,
            edit=edit,
        )


Tracer: TypeAlias = Callable[[Tracing, Change], Iterator[Finding]]
"""A function that yields the findings of one change."""
