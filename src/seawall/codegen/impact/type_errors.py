"""Joins the type errors that a new client causes in a layer to the changes that cause them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import define, evolve, field

from seawall.codegen.diff.change import Change, Diff
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.impact.type_check import TypeProblem
from seawall.codegen.layer.callers import public_callers
from seawall.codegen.layer.client import GeneratedClient, Part, PartKind
from seawall.codegen.layer.uses import Layer, LayerFunction, Place, Use

__all__ = ["with_type_errors"]

# Rules of facts that no type of a client holds.
_NO_TYPES = (
    "bound-",
    "default-",
    "deprecated",
    "header-",
    "operation-deprecated",
    "parameter-deprecated",
    "pattern-",
    "security-",
    "server-",
    "sunset-",
    "undeprecated",
    "unique-items-",
)
_QUOTED = re.compile(r'"([^"]*)"')
_NAME = re.compile(r"[A-Za-z_]\w*")
# The weight of a part as an explanation of an error: it stands in the line, the message names it, its class
# stands in the line, the function uses it.
_IN_LINE, _IN_MESSAGE, _OF_CLASS, _IN_FUNCTION = 8, 4, 2, 1


def with_type_errors(
    impact: Impact,
    problems: Sequence[TypeProblem],
    *,
    diff: Diff,
    old_client: GeneratedClient,
    new_client: GeneratedClient,
    pairs: Mapping[Part, Part | None],
    layer: Layer,
) -> Impact:
    """Add `problems` to `impact`: a finding in the same lines becomes certain, else there is a new one."""
    join = _Join(diff=diff, old_client=old_client, new_client=new_client, pairs=pairs, layer=layer)
    findings = list(impact.findings)
    functions = layer.functions.values()
    derived = {one.place.path for one in functions if one.derived_from in layer.sources}
    # A derived file is not edited: the file that it is derived from has the same error.
    for problem in (one for one in problems if one.path not in derived):
        known = [number for number, finding in enumerate(findings) if _explains(finding, problem)]
        for number in known:
            finding = findings[number]
            if not finding.is_certain:
                reason = f"mypy reports an error with the new client: {problem.message}"
                findings[number] = evolve(finding, is_certain=True, reason=reason)
        if not known:
            findings.append(join.finding(problem))
    findings.sort(key=lambda finding: (list(Effect).index(finding.effect), not finding.is_certain))
    reached = {id(finding.change) for finding in findings}
    return Impact(
        findings=tuple(findings),
        without_effect=tuple(change for change in impact.without_effect if id(change) not in reached),
    )


def _explains(finding: Finding, problem: TypeProblem) -> bool:
    return finding.effect in {Effect.BREAKS, Effect.ALTERS} and _has_line(finding.place, problem)


def _has_line(place: Place | None, problem: TypeProblem) -> bool:
    return (
        place is not None
        and place.path == problem.path
        and place.line <= problem.end_line
        and problem.line <= place.end_line
    )


@define(kw_only=True)
class _Join:
    diff: Diff
    old_client: GeneratedClient
    new_client: GeneratedClient
    pairs: Mapping[Part, Part | None]
    layer: Layer
    _parts: list[tuple[Change, frozenset[Part]]] = field(init=False)
    _public: Mapping[str, tuple[str, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        before = {new: old for old, new in self.pairs.items() if new is not None}
        self._parts = [(change, frozenset(self._changed(change, before))) for change in self.diff.changes]
        self._public = public_callers(self.layer)

    def _changed(self, change: Change, before: Mapping[Part, Part]) -> Iterator[Part]:
        """The old parts of a change; of a part that is new, the class or operation that has it."""
        if change.old:
            yield from self.old_client.parts_at(change.old)
            return
        for part in self.new_client.parts_at(change.new):
            kind = PartKind.CLASS if part.kind in {PartKind.FIELD, PartKind.MEMBER} else PartKind.OPERATION
            owner = Part(part.kind if part.kind is PartKind.CLASS else kind, part.owner)
            if (old := before.get(part, before.get(owner))) is not None:
                yield old

    def finding(self, problem: TypeProblem) -> Finding:
        function = self._function(problem)
        name = function.name if function is not None else ""
        change, part = self._cause(problem, name)
        reason = "" if change is not None else "no change of the spec is at this line; mypy reports the error"
        return Finding(
            effect=Effect.BREAKS,
            words=f"mypy reports an error with the new client: {problem.message}.".replace("..", "."),
            change=change,
            part=part,
            place=self._place(problem),
            function=name,
            public=self._public.get(name, ()),
            reason=reason,
        )

    def _function(self, problem: TypeProblem) -> LayerFunction | None:
        """The innermost function around an error."""
        around = [
            one
            for one in self.layer.functions.values()
            if one.place.path == problem.path and one.place.line <= problem.line <= one.place.end_line
        ]
        return min(around, key=lambda one: (one.place.end_line - one.place.line, one.name), default=None)

    def _place(self, problem: TypeProblem) -> Place:
        lines = self.layer.sources[problem.path].splitlines()
        end = len(lines[problem.line - 1]) if 0 < problem.line <= len(lines) else problem.column
        return Place(
            path=problem.path,
            line=problem.line,
            column=min(problem.column, end),
            end_line=problem.line,
            end_column=end,
        )

    def _cause(self, problem: TypeProblem, function: str) -> tuple[Change | None, Part | None]:
        """The change that explains an error best, and its part there."""
        weights = self._weights(problem, function)
        best: tuple[int, int] = (0, 0)
        cause: tuple[Change | None, Part | None] = (None, None)
        for change, parts in self._parts:
            if change.rule.startswith(_NO_TYPES):
                continue
            for part in sorted(parts):
                rank = (weights.get(part, 0), -change.level.weight)
                if rank[0] and rank > best:
                    best, cause = rank, (change, part)
        return cause

    def _weights(self, problem: TypeProblem, function: str) -> dict[Part, int]:
        """The weight of each part as an explanation of an error."""
        named = {name for text in _QUOTED.findall(problem.message) for name in _NAME.findall(text)}
        in_line = [use for use in self.layer.uses if _has_line(use.place, problem)]
        nearby = [use for use in self.layer.uses if use.function == function]
        weights: dict[Part, int] = {}
        for part in self._named(named):
            weights[part] = weights.get(part, 0) + _IN_MESSAGE
        for part, weight in (*_found(in_line, _IN_LINE, _OF_CLASS), *_found(nearby, _IN_FUNCTION, 0)):
            weights[part] = weights.get(part, 0) + weight
        return weights

    def _named(self, names: set[str]) -> Iterator[Part]:
        """The old parts that are called by one of `names`; of a field or member the class must be, too."""
        functions = {one.operation: {one.name, *one.arguments} for one in self.old_client.functions}
        arguments = {
            Part(PartKind.PARAMETER, one.operation, parameter): argument
            for one in self.old_client.functions
            for argument, parameter in one.arguments.items()
        }
        after = {old: new for old, new in self.pairs.items() if new is not None}
        for part in self.old_client.parts():
            new = after.get(part, part)
            if part.kind is PartKind.OPERATION:
                is_named = bool(functions.get(part.owner, set()) & names)
            elif part.kind is PartKind.PARAMETER:
                is_named = arguments.get(part, "") in names
            elif part.kind is PartKind.CLASS:
                is_named = bool({part.owner, new.owner} & names)
            else:
                is_named = part.name in names and bool({part.owner, new.owner} & names)
            if is_named:
                yield part


def _found(uses: Sequence[Use], weight: int, owner_weight: int) -> Iterator[tuple[Part, int]]:
    for part in sorted({use.part for use in uses}):
        yield part, weight
        if owner_weight and part.kind in {PartKind.FIELD, PartKind.MEMBER}:
            yield Part(PartKind.CLASS, part.owner), owner_weight
        if owner_weight and part.kind is PartKind.PARAMETER:
            yield Part(PartKind.OPERATION, part.owner), owner_weight
