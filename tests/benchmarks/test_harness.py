"""The harness measures each contender in a process of its own, and writes tables that it can read again."""

import pytest

from benchmarks.harness.bench import ROWS, plans_of, tables_of
from benchmarks.harness.comparison import QUICK, Comparison, Effort, Measure, compare
from benchmarks.harness.contender import Contender, ContenderError
from benchmarks.harness.results import (
    TARGETS,
    Plan,
    ResultsError,
    Section,
    Slope,
    Target,
    from_markdown,
    to_markdown,
)

VALUE = Measure("value", "kB", lambda sample: sample.measures["value"] / sample.count)
MORE = Measure("value", "/s", VALUE.read, less_is_better=False)
NUMBERED = "tests.benchmarks.numbered"


def _contender(name: str, value: int) -> Contender:
    return Contender(name, f"{NUMBERED}:reporting", (str(value),))


@pytest.mark.slow
def test_contenders_in_processes_become_tables_of_targets_slopes_and_figures(
    capfd: pytest.CaptureFixture[str],
) -> None:
    contenders = [_contender("ours", 30), _contender("theirs", 60), _contender("base", 10)]
    comparison = Comparison(contenders=contenders, measures=(VALUE,), count=5, base="base")
    targets = [
        Target(what="met", ours="ours", peer="theirs", measure=VALUE, bound=0.4),
        Target(what="missed", ours="ours", peer="theirs", measure=VALUE, bound=0.3),
        Target(what="more", ours="theirs", peer="ours", measure=MORE, bound=2.4),
        Target(what="alone", ours="ours", peer="", measure=VALUE, bound=20),
    ]
    slopes = [Slope("grows", ("ours", "theirs"), VALUE)]
    plan = Plan(title="Values", note="A note.", comparison=comparison, targets=targets, slopes=slopes)
    measured = compare(comparison, Effort(rounds=3))
    text = to_markdown("# Results\n", tables_of([Section(plan, measured)]))
    found = from_markdown(text)
    row = dict(found[TARGETS].row("met"))
    assert row["ours / peer"] == "0.40"
    assert (row["ours"], row["the peer's"], row["met"]) == ("20.0 kB", "50.0 kB", "yes")
    assert [found[TARGETS].row(what)["met"] for what in ("missed", "more", "alone")] == ["no", "yes", "yes"]
    assert found["How cost grows"].row("grows")["ratio for each doubling"] == "2.50"
    assert found["Values"].row("theirs") == {"contender": "theirs", "value, kB": "50.0 (50.0 to 50.0)"}
    assert found["Values"].note == "A note."
    # What a contender prints goes where its errors go.
    assert "no answer" in capfd.readouterr().err


@pytest.mark.slow
def test_a_contender_that_fails_is_named() -> None:
    comparison = Comparison(contenders=[Contender("bad", f"{NUMBERED}:failing")], measures=(VALUE,))
    with pytest.raises(ContenderError, match="bad"):
        compare(comparison, Effort(rounds=1))


@pytest.mark.parametrize("effort", [Effort(), QUICK])
def test_plans_name_what_they_measure(effort: Effort) -> None:
    plans = plans_of("http://127.0.0.1:9", ROWS, effort)
    titles = [plan.title for plan in plans]
    assert len(titles) == len(set(titles))
    targets = [
        (target.what, target.ours, target.peer, target.measure.what)
        for plan in plans
        for target in plan.targets
    ]
    assert len(targets) == len(set(targets))
    for plan in plans:
        names = [one.name for one in plan.comparison.contenders]
        assert len(names) == len(set(names)), plan.title
        for target in plan.targets:
            assert {target.ours, target.peer or target.ours} <= set(names), (plan.title, target.what)
        for slope in plan.slopes:
            assert set(slope.sizes) <= set(names), (plan.title, slope.what)


@pytest.mark.parametrize(
    "text", ["", "# Results\n\n## Other\n\n| a |\n|---|\n| b |\n", "\n## Targets\n\n| a |\n"]
)
def test_a_text_that_is_no_results_is_refused(text: str) -> None:
    with pytest.raises(ResultsError):
        from_markdown(text)
