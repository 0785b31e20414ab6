"""`find_impact` traces every change of a diff to the functions of a stable layer."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from attrs import evolve

from seawall.codegen.api.model import Api
from seawall.codegen.diff.change import Diff
from seawall.codegen.impact.comparison import ClientComparison
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.impact.fixtures import stale_fixtures
from seawall.codegen.impact.pins import dead_pins
from seawall.codegen.impact.trace.call_sites import Sources
from seawall.codegen.impact.trace.client_types import trace_types
from seawall.codegen.impact.trace.explanations import Explanations
from seawall.codegen.impact.trace.naming import trace_names
from seawall.codegen.impact.trace.rules import TRACERS
from seawall.codegen.impact.trace.tracing import Tracing
from seawall.codegen.impact.twins import without_twins
from seawall.codegen.layer.client import GeneratedClient, Part
from seawall.codegen.layer.uses import Layer, Place
from seawall.codegen.names.names import Pins

__all__ = ["find_impact"]

_ORDER: Mapping[Effect, int] = {effect: number for number, effect in enumerate(Effect)}
_NO_PLACE = Place(path="", line=0, column=0, end_line=0, end_column=0)


def find_impact(
    diff: Diff,
    *,
    old_api: Api,
    new_api: Api,
    old_client: GeneratedClient,
    new_client: GeneratedClient,
    pairs: Mapping[Part, Part | None],
    layer: Layer,
    fixtures: Mapping[str, str] = MappingProxyType({}),
    pins: Pins | None = None,
) -> Impact:
    """Trace the changes of `diff` to `layer`, which stands on `old_client`.

    `pairs` gives each part of the old client its part in the new one, None if it is gone; a part that it does
    not name keeps its name. `fixtures` are texts of test fixtures by path, `pins` those of the names file.
    Nothing of the layer is imported or run.
    """
    comparison = ClientComparison(
        diff=diff,
        old_api=old_api,
        new_api=new_api,
        old_client=old_client,
        new_client=new_client,
        pairs=pairs,
    )
    tracing = Tracing(comparison=comparison, layer=layer, sources=Sources(layer.sources))
    found = [*_findings(tracing, diff), *stale_fixtures(comparison, fixtures)]
    found += [] if pins is None else dead_pins(pins, diff, old_api, new_api)
    return _impact(diff, layer, found)


def _findings(tracing: Tracing, diff: Diff) -> Iterator[Finding]:
    explanations = Explanations(tracing.comparison)
    found = list(trace_names(tracing, explanations))
    for change in diff.changes:
        for trace in TRACERS.get(change.rule, ()):
            found += trace(tracing, change)
    yield from found
    broken = frozenset(one.place for one in found if one.effect is Effect.BREAKS and one.place is not None)
    yield from trace_types(tracing, explanations, broken)


def _impact(diff: Diff, layer: Layer, findings: Iterable[Finding]) -> Impact:
    numbers = {id(change): number for number, change in enumerate(diff.changes)}

    def order(finding: Finding) -> tuple[int, bool, int, Place, str]:
        number = -1 if finding.change is None else numbers[id(finding.change)]
        place = finding.place or _NO_PLACE
        return _ORDER[finding.effect], not finding.is_certain, number, place, finding.words

    kept = sorted(_needed(without_twins(_once(findings), layer)), key=order)
    reached = {id(finding.change) for finding in kept}
    return Impact(
        findings=tuple(kept),
        without_effect=tuple(change for change in diff.changes if id(change) not in reached),
    )


def _needed(findings: list[Finding]) -> list[Finding]:
    """Findings without the offers of a change that also breaks."""
    broken = {id(finding.change) for finding in findings if finding.effect is Effect.BREAKS}
    return [one for one in findings if one.effect is not Effect.OFFER or id(one.change) not in broken]


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each change and place: the worst, with the edit of another one if it has none."""
    found: dict[tuple[int, object], Finding] = {}
    for finding in findings:
        key = id(finding.change), finding.place or finding.part or finding.words
        other = found.get(key)
        found[key] = finding if other is None else _worse(other, finding)
    return list(found.values())


def _worse(first: Finding, second: Finding) -> Finding:
    ranks = [(_ORDER[one.effect], not one.is_certain) for one in (first, second)]
    kept, other = (first, second) if ranks[0] <= ranks[1] else (second, first)
    return evolve(kept, edit=kept.edit or other.edit)
