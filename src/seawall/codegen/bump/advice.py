"""Advice on the next version of an SDK: a step, with the reason of each vote for it."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import field, frozen

from seawall.codegen.bump.versions import next_version
from seawall.codegen.diff.change import Diff
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.impact.groups import FindingGroup, finding_groups
from seawall.codegen.step import Step

__all__ = ["Advice", "Vote", "advise", "group_words", "open_findings", "short_name", "visible_alterations"]

_SHOWN = 3


@frozen(kw_only=True)
class Vote:
    """One reason for a step of the version."""

    step: Step
    reason: str


@frozen(kw_only=True)
class Advice:
    """The step from `version` to `next_version`, the highest of the votes.

    `open_count` is the number of findings that a person must decide: until then the step is the least that is
    needed. `rule` says how the step becomes a version.
    """

    step: Step
    version: str
    votes: tuple[Vote, ...] = field(default=(), repr=False)
    open_count: int = 0

    @property
    def next_version(self) -> str:
        """The version to release; empty if the SDK has none."""
        return next_version(self.version, self.step) if self.version else ""

    @property
    def rule(self) -> str:
        """The rule of semantic versions that applies, as a sentence."""
        if self.version.startswith("0."):
            return (
                "Before 1.0.0 an incompatible change raises the second number, and everything else the third."
            )
        return "An incompatible change raises the first number, an addition the second, a fix the third."


def advise(
    diff: Diff,
    impact: Impact,
    surface: Sequence[Vote],
    *,
    version: str,
    applied: Sequence[Finding] = (),
    recorded: Step = Step.NONE,
) -> Advice:
    """Advise on the version after `version`.

    `surface` are the votes of the changes of the surface, and `applied` the findings that are fixed by an
    edit. `recorded` is the step of this bump in the history; work on the layer since then does not lower it.
    """
    is_open = open_findings(impact, applied)
    votes = (
        *surface,
        *_behaviour(visible_alterations(impact, applied)),
        *_internals(diff, impact, applied),
        *_recorded(recorded),
    )
    step = max((vote.step for vote in votes), key=lambda one: one.weight, default=Step.NONE)
    ordered = tuple(sorted(votes, key=lambda vote: -vote.step.weight))
    return Advice(step=step, version=version, votes=ordered, open_count=len(is_open))


def open_findings(impact: Impact, applied: Sequence[Finding] = ()) -> list[Finding]:
    """Return the findings that a person must decide: they break or alter, and no sure edit fixes them."""
    done = {id(finding) for finding in applied}
    return [
        finding
        for finding in impact.findings
        if finding.effect in {Effect.BREAKS, Effect.ALTERS} and id(finding) not in done
    ]


def visible_alterations(impact: Impact, applied: Sequence[Finding] = ()) -> list[FindingGroup]:
    """Return the changes that reach users through a public function and come to something else.

    A part that was only renamed is none, if edits follow it.
    """
    followed = {id(finding.change) for finding in applied if finding.change and finding.change.rename}
    return [
        group
        for group in finding_groups(impact, Effect.ALTERS)
        if group.public and id(group.change) not in followed
    ]


def _behaviour(groups: Iterable[FindingGroup]) -> Iterator[Vote]:
    for group in groups:
        names = tuple(dict.fromkeys(map(short_name, group.public)))
        shown = ", ".join(names[:_SHOWN])
        more = len(names) - _SHOWN
        rest = f" and {more} more" if more > 0 else ""
        yield Vote(step=Step.MINOR, reason=f"{group_words(group)}. It reaches {shown}{rest}.")


def group_words(group: FindingGroup) -> str:
    """The change of the API in words, without the places in the layer and without a full stop."""
    return (group.words if group.change is None else group.change.words).rstrip(".")


def _internals(diff: Diff, impact: Impact, applied: Sequence[Finding]) -> Iterator[Vote]:
    if applied:
        places = "1 place is" if len(applied) == 1 else f"{len(applied)} places are"
        yield Vote(step=Step.PATCH, reason=f"{places} edited in the layer; users see nothing of it.")
    if diff.changes or impact.findings:
        changes = "1 change" if len(diff.changes) == 1 else f"{len(diff.changes)} changes"
        yield Vote(step=Step.PATCH, reason=f"The client is generated again for {changes} of the API.")


def _recorded(step: Step) -> Iterator[Vote]:
    if step is not Step.NONE:
        yield Vote(step=step, reason="The bump is in the history with this step.")


def short_name(name: str) -> str:
    """A qualified name without its modules: `Runs.get` for `shop.runs.Runs.get`.

    The name of a function keeps its last module: `runs.wait`.
    """
    parts = name.split(".")
    start = next((index for index, part in enumerate(parts) if part[:1].isupper()), len(parts) - 2)
    return ".".join(parts[max(start, 0) :])
