"""The table of a run, in Markdown, and the list of all disagreements."""

from collections.abc import Iterator, Sequence

from benchmarks.mutation.trial import Trial

__all__ = ["disagreements", "page", "report"]

_HEAD = (
    "| rule | mutations | broke | told: certain | possible | missed | told wrongly | fixable | fixed |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


_INTRODUCTION = """\
# Impact, measured

This page is made by `python -m benchmarks impact --write`. It tells how far [`seawall impact`](impact.md)
and [`seawall adapt`](adapt.md) are right.

Each mutation is one change of a real spec, drawn for a rule of [the diff](diff-rules.md). The client is
generated again with the names of the old one. Then a type check of the layer, and an exercise of its public
functions over a strict server of the new version, say what really broke: a type error, an exception, a
request that the new version refuses, a request that means something else, another result, or a value that
the layer does not know. The layers are the platform SDK, over a client of Seawall, and a wrapper over a
stock package of the Museum API.

- **broke**: mutations that broke something.
- **told**: mutations with a finding that says so, certain or only possible.
- **missed**: broke, without a finding. **told wrongly**: told, and nothing broke.
- **fixable**: broke, and the fix needs no knowledge of intent. **fixed**: by the sure edits of `seawall
  adapt` alone, after which the type check and the exercise pass.

`reordered` and `described` are no rules: another order or description must break nothing.
"""


def page(trials: Sequence[Trial]) -> str:
    """The page of the documentation: what is measured, the totals, the table, and all disagreements."""
    tried = [trial for trial in trials if not trial.invalid]
    totals = "\n".join(_totals(tried))
    rows = "\n".join(_rows(tried))
    differing = disagreements(tried)
    return f"""{_INTRODUCTION}
## Totals

{totals}

## By rule

{_HEAD}
{rows}

## Disagreements

`python -m benchmarks impact --only ID` replays one, with all reasons.

```text
{differing}
```
"""


def report(trials: Sequence[Trial]) -> str:
    """The table by rule, and the totals."""
    tried = [trial for trial in trials if not trial.invalid]
    return "\n".join([_HEAD, *_rows(tried), "", *_totals(tried)]) + "\n"


def _rows(tried: Sequence[Trial]) -> Iterator[str]:
    for rule in sorted({trial.rule for trial in tried}):
        yield _row(rule, [trial for trial in tried if trial.rule == rule])
    yield _row("all", tried)


def _row(name: str, trials: Sequence[Trial]) -> str:
    broke = [trial for trial in trials if trial.broke]
    fixable = [trial for trial in broke if trial.is_fixable]
    cells = (
        name,
        len(trials),
        len(broke),
        sum(trial.is_certain for trial in trials),
        sum(bool(trial.told) and not trial.is_certain for trial in trials),
        sum(trial.is_missed for trial in trials),
        sum(trial.is_wrong for trial in trials),
        len(fixable),
        sum(bool(trial.repaired) for trial in fixable),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _totals(trials: Sequence[Trial]) -> Iterator[str]:
    broke = [trial for trial in trials if trial.broke]
    told = [trial for trial in trials if trial.told]
    certain = [trial for trial in trials if trial.is_certain]
    fixable = [trial for trial in broke if trial.is_fixable]
    yield f"- recall: {_share(sum(bool(trial.told) for trial in broke), len(broke))}"
    yield f"- precision: {_share(sum(bool(trial.broke) for trial in told), len(told))}"
    yield f"- precision of certain findings: {_share(sum(bool(one.broke) for one in certain), len(certain))}"
    yield f"- fixed by adapt alone: {_share(sum(bool(trial.repaired) for trial in fixable), len(fixable))}"
    named, broken, both = _functions(broke)
    yield f"- of the public functions that broke, named: {_share(both, broken)}"
    yield f"- of the public functions that are named, broken: {_share(both, named)}"


def _functions(trials: Sequence[Trial]) -> tuple[int, int, int]:
    """How many public functions are named, how many the exercise saw break, and how many are both."""
    seen = [trial for trial in trials if trial.functions - {""}]
    named = sum(len(trial.told_functions & trial.exercised) for trial in seen)
    broken = sum(len(trial.functions) for trial in seen)
    return named, broken, sum(len(trial.functions & trial.told_functions) for trial in seen)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {part / whole:.1%}" if whole else "none"


def disagreements(trials: Sequence[Trial]) -> str:
    """Each mutation on which impact and the truth differ, or that adapt should have repaired."""
    lines = [f"invalid   {trial.id}: {trial.invalid}" for trial in trials if trial.invalid]
    for trial in sorted(trials, key=lambda trial: trial.id):
        if trial.is_missed:
            lines.append(f"missed    {trial.id}: {trial.broke[0][:200]}")
        elif trial.is_wrong:
            kind = "certain" if trial.is_certain else "possible"
            lines.append(f"wrong     {trial.id}: {kind}, {trial.told}")
        elif trial.broke and trial.is_fixable and not trial.repaired:
            lines.append(f"not fixed {trial.id}: {trial.left or trial.told}")
    return "\n".join(lines)
