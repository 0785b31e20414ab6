"""Findings grouped for reports: those of one effect and one change together."""

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from seawall.codegen.diff.change import Change
from seawall.codegen.impact.finding import Effect, Finding, Impact

__all__ = ["EFFECT_TITLES", "FindingGroup", "finding_groups", "place_words"]

EFFECT_TITLES: Mapping[Effect, str] = {
    Effect.BREAKS: "Breaks the layer",
    Effect.ALTERS: "Alters its behaviour",
    Effect.STALE: "Stale",
    Effect.OFFER: "Not offered yet",
}
"""Heading of the findings of each effect."""


@frozen(kw_only=True)
class FindingGroup:
    """Findings of one effect and one change, at all its places; `words` are without a full stop."""

    words: str
    change: Change | None
    findings: tuple[Finding, ...] = field(repr=False)

    @property
    def is_certain(self) -> bool:
        """True if one of the findings is certain."""
        return any(finding.is_certain for finding in self.findings)

    @property
    def public(self) -> tuple[str, ...]:
        """The public functions that reach one of the places."""
        return tuple(dict.fromkeys(name for finding in self.findings for name in finding.public))


def finding_groups(impact: Impact, effect: Effect) -> Iterator[FindingGroup]:
    """Yield the groups of this effect, those with a certain finding first."""
    found: dict[object, list[Finding]] = {}
    for finding in impact.findings:
        if finding.effect is effect:
            # Without a place, as that of a pin, the words alone say which one it is.
            alone = finding.change is None or finding.place is None
            key: object = finding.words if alone else id(finding.change)
            found.setdefault(key, []).append(finding)
    for findings in found.values():
        change = findings[0].change
        is_one = len({finding.words for finding in findings}) == 1
        words = findings[0].words.rstrip(".") if is_one or change is None else change.words
        yield FindingGroup(words=words, change=change, findings=tuple(findings))


def place_words(group: FindingGroup, finding: Finding) -> str:
    """The part of a finding's sentence that its group does not say, without a full stop."""
    words = finding.words.rstrip(".")
    if words == group.words:
        return ""
    return words.removeprefix(f"{group.words}; ")
