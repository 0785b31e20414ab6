"""Compares functions: parameters, results, exceptions. Pure."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from attrs import evolve, field, frozen

from seawall.codegen.step import Step
from seawall.codegen.surface.change import SurfaceChange
from seawall.codegen.surface.document import signature_text
from seawall.codegen.surface.subtypes import Hierarchy, Relation, relation
from seawall.codegen.surface.surface import Function, Parameter, ParameterKind, Signature
from seawall.codegen.surface.types import ANY, Type, variables_of
from seawall.codegen.surface.wording import short, shorts

__all__ = ["Comparison"]

_VARIADIC = (ParameterKind.ARGS, ParameterKind.KWARGS)
_LIKE = 0.6


@frozen(kw_only=True)
class Comparison:
    """Facts that the comparison of one item needs.

    `name` is the public name, `renames` maps old full names of classes to new ones, and `hierarchy` knows
    which class inherits from which.
    """

    name: str
    renames: Mapping[str, Type] = field(factory=dict)
    hierarchy: Hierarchy = field(factory=Hierarchy)

    def change(self, rule: str, words: str, before: object = "", after: object = "") -> SurfaceChange:
        """A change of this item; `words` follow its name."""
        return SurfaceChange(
            rule=rule, name=self.name, words=f"{self.name} {words}.", before=str(before), after=str(after)
        )

    def types(
        self, what: str, subject: str, old: Type | None, new: Type | None, *, is_set: bool = False
    ) -> Iterator[SurfaceChange]:
        """Compare the types of one part; a type that is not annotated may be any."""
        before = (old or ANY).replaced(self.renames)
        after = new or ANY
        found = relation(before, after, self.hierarchy)
        if found is Relation.EQUAL:
            return
        # A value that is read and set fits one type only.
        how = "changed" if is_set or found is Relation.OTHER else _HOW[found]
        texts = shorts(before, after)
        yield self.change(f"{what}-type-{how}", f"{subject} {texts[1]} instead of {texts[0]}", before, after)

    def functions(self, old: Function, new: Function) -> Iterator[SurfaceChange]:
        """Compare two functions."""
        if old.binding is not new.binding:
            yield self.change(
                "binding-changed", f"is a {new.binding} instead of a {old.binding}", old.binding, new.binding
            )
        if len(old.signatures) == len(new.signatures):
            for before, after in zip(old.signatures, new.signatures, strict=True):
                yield from self.signatures(before, after)
        else:
            yield from self._overloads(old.signatures, new.signatures)
        yield from self._exceptions(old, new)

    def _overloads(self, old: Sequence[Signature], new: Sequence[Signature]) -> Iterator[SurfaceChange]:
        for one in old:
            if not any(self._accepts(one, other) for other in new):
                text = signature_text(one)
                yield self.change("overload-removed", f"can no longer be called as {short(text)}", text)
        for one in new:
            if one not in old:
                text = signature_text(one)
                yield self.change("overload-added", f"can be called as {short(text)}", "", text)

    def _accepts(self, old: Signature, new: Signature) -> bool:
        return not any(change.step is Step.MAJOR for change in self.signatures(old, new))

    def _exceptions(self, old: Function, new: Function) -> Iterator[SurfaceChange]:
        before = {self.renames.get(name, Type(name)).name for name in old.raises}
        for name in sorted(set(new.raises) - before):
            # Callers who handle a base handle this one.
            is_known = any(self.hierarchy.is_subtype(Type(name), Type(one)) for one in before)
            if not is_known:
                yield self.change("exception-added", f"says that it raises {short(name)}", "", name)
        for name in sorted(before - set(new.raises)):
            yield self.change("exception-removed", f"no longer says that it raises {short(name)}", name)

    def with_variables(self, old: Sequence[str], new: Sequence[str]) -> "Comparison":
        """The comparison in which type variables are the same by their order: their names mean nothing."""
        if len(old) != len(new) or old == new:
            return self
        renames = {one: Type(other) for one, other in zip(old, new, strict=True)}
        return evolve(self, renames={**renames, **self.renames})

    def signatures(self, old: Signature, new: Signature) -> Iterator[SurfaceChange]:
        """Compare two signatures."""
        own = self.with_variables(*(_variables(one, self.renames) for one in (old, new)))
        yield from own.bodies(old, new)

    def bodies(self, old: Signature, new: Signature) -> Iterator[SurfaceChange]:
        """Compare two signatures with the same type variables."""
        if old.is_async != new.is_async:
            yield (
                self.change("became-async", "must be awaited")
                if new.is_async
                else self.change("became-sync", "can not be awaited")
            )
        # An annotated result says that it is an iterator.
        elif old.is_generator != new.is_generator and (old.returns is None or new.returns is None):
            yield (
                self.change("became-generator", "is a generator")
                if new.is_generator
                else self.change("became-function", "is no generator")
            )
        yield from self._parameters(old.parameters, new.parameters)
        yield from self.types("result", "returns", old.returns, new.returns)

    def _parameters(self, old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[SurfaceChange]:
        pairs = _pairs(old, new)
        after = {one.name for one in pairs.values()}
        accepts_any = any(one.kind is ParameterKind.KWARGS for one in new)
        for one in old:
            if one.name in pairs:
                yield from self._parameter(one, pairs[one.name])
            elif not accepts_any or one.kind in {*_VARIADIC, ParameterKind.POSITIONAL_ONLY}:
                yield self.change("parameter-removed", f"has no parameter {_shown(one)}", _text(one))
        for one in new:
            if one.name not in after:
                rule = "required-parameter-added" if one.is_required else "parameter-added"
                kind = "required" if one.is_required else "optional"
                yield self.change(rule, f"has the new {kind} parameter {_shown(one)}", "", _text(one))
        if _is_reordered(old, new, pairs):
            orders = [", ".join(one.name for one in side if one.is_positional) for side in (old, new)]
            yield self.change("parameters-reordered", f"takes its arguments as {orders[1]}", *orders)

    def _parameter(self, old: Parameter, new: Parameter) -> Iterator[SurfaceChange]:
        subject = f"parameter {_shown(new)}"
        if old.name != new.name and old.kind not in {*_VARIADIC, ParameterKind.POSITIONAL_ONLY}:
            yield self.change(
                "parameter-renamed", f"calls its parameter {old.name} {new.name}", old.name, new.name
            )
        yield from self._kinds(old, new, subject)
        if old.is_required and not new.is_required:
            yield self.change("parameter-became-optional", f"no longer requires {subject}", "", new.default)
        elif new.is_required and not old.is_required:
            yield self.change("parameter-became-required", f"requires {subject}", old.default)
        elif old.default != new.default:
            yield self._default(old.default, new.default, subject)
        yield from self.types("parameter", f"takes {subject} as", old.type, new.type)

    def _kinds(self, old: Parameter, new: Parameter, subject: str) -> Iterator[SurfaceChange]:
        if old.kind is new.kind or old.kind in _VARIADIC:
            return
        lost = [rule for rule, is_lost in _lost_ways(old.kind, new.kind) if is_lost]
        words = f"takes {subject} {_WAYS[new.kind]}"
        for rule in lost or ["parameter-freed"]:
            yield self.change(rule, words, old.kind, new.kind)

    def _default(self, old: str, new: str, subject: str) -> SurfaceChange:
        rule = "default-changed" if _is_literal(old) or _is_literal(new) else "default-rewritten"
        return self.change(rule, f"uses {short(new)} instead of {short(old)} for {subject}", old, new)


_HOW = {Relation.WIDER: "widened", Relation.NARROWER: "narrowed"}
_WAYS = {
    ParameterKind.POSITIONAL_ONLY: "by position only",
    ParameterKind.ANY: "by position or by name",
    ParameterKind.KEYWORD_ONLY: "by name only",
    ParameterKind.ARGS: "as one of many",
    ParameterKind.KWARGS: "as one of many by name",
}


def _lost_ways(old: ParameterKind, new: ParameterKind) -> Iterator[tuple[str, bool]]:
    """The rules of two kinds of a parameter, each with whether arguments can no longer be given so."""
    by_position = old in {ParameterKind.POSITIONAL_ONLY, ParameterKind.ANY}
    by_name = old in {ParameterKind.KEYWORD_ONLY, ParameterKind.ANY}
    yield (
        "parameter-became-keyword-only",
        by_position and new in {ParameterKind.KEYWORD_ONLY, ParameterKind.KWARGS},
    )
    yield (
        "parameter-became-positional-only",
        by_name and new in {ParameterKind.POSITIONAL_ONLY, ParameterKind.ARGS},
    )


def _variables(signature: Signature, known: Mapping[str, Type]) -> tuple[str, ...]:
    """The type variables of a signature but for those of its class, in order."""
    types = [one.type for one in signature.parameters] + [signature.returns]
    in_class = {*known, *(one.name for one in known.values())}
    return tuple(name for name in variables_of(one for one in types if one) if name not in in_class)


def _pairs(old: Sequence[Parameter], new: Sequence[Parameter]) -> dict[str, Parameter]:
    """The new parameter for each old name: that of the same name, or else the one that was renamed."""
    by_name = {one.name: one for one in new if one.kind not in _VARIADIC}
    pairs = {one.name: by_name[one.name] for one in old if one.name in by_name and one.kind not in _VARIADIC}
    for one in old:
        # The names of *args and **kwargs mean nothing.
        if one.kind in _VARIADIC:
            same = next((other for other in new if other.kind is one.kind), None)
            pairs |= {one.name: same} if same is not None else {}
    known = {one.name for one in old}
    came = [one for one in new if one.name not in known and one.kind not in _VARIADIC]
    for number, one in enumerate(old):
        if one.name not in pairs:
            for other in came:
                if _is_rename(one, other, at_same_place=number < len(new) and new[number] is other):
                    pairs[one.name] = other
                    came.remove(other)
                    break
    return pairs


def _is_rename(old: Parameter, new: Parameter, *, at_same_place: bool) -> bool:
    if old.type != new.type or old.is_required != new.is_required or old.is_positional != new.is_positional:
        return False
    if old.is_positional:
        return at_same_place
    return SequenceMatcher(None, old.name, new.name).ratio() >= _LIKE


def _is_reordered(old: Sequence[Parameter], new: Sequence[Parameter], pairs: Mapping[str, Parameter]) -> bool:
    """True if arguments that are given by position reach other parameters."""
    before = [
        pairs[one.name].name
        for one in old
        if one.name in pairs and one.is_positional and pairs[one.name].is_positional
    ]
    after = [one.name for one in new if one.is_positional]
    return after[: len(before)] != before


def _shown(parameter: Parameter) -> str:
    stars = {ParameterKind.ARGS: "*", ParameterKind.KWARGS: "**"}.get(parameter.kind, "")
    return f"{stars}{parameter.name}"


def _text(parameter: Parameter) -> str:
    return signature_text(Signature(parameters=(parameter,)))


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        # A member of an enum, or a constant.
        return text.rpartition(".")[2].isupper()
    return True
