"""Contenders measured in turn (A B C, A B C, ...), so that what else the machine does meets all of them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from statistics import median

from attrs import field, frozen

from benchmarks.harness.contender import Contender, Running, Sample, running


@frozen
class Effort:
    """How long to measure: rounds of each comparison, seconds of a sample, and the share of each size."""

    rounds: int = 7
    sample_s: float = 0.25
    share: float = 1.0

    def size(self, whole: int) -> int:
        """The share of a number of items, calls or operations."""
        return max(1, round(whole * self.share))

    def rounds_of(self, comparison: "Comparison") -> int:
        """The rounds of a comparison that may want fewer, because one takes long."""
        return min(self.rounds, comparison.most_rounds)


MOST_WAITING = 5
QUICK = Effort(rounds=1, sample_s=0.02, share=0.02)


@frozen
class Measure:
    """What of a sample a row shows: a name and a unit, how to read it, and whether less of it is better."""

    what: str
    unit: str
    read: Callable[[Sample], float]
    less_is_better: bool = True
    digits: int = 1


CPU_US = Measure("CPU", "µs", lambda sample: sample.measures["cpu_s"] / sample.count * 1e6)
CPU_MS = Measure("CPU", "ms", lambda sample: sample.measures["cpu_s"] / sample.count * 1e3)
CPU_S = Measure("CPU", "s", lambda sample: sample.measures["cpu_s"] / sample.count, digits=2)
WALL_US = Measure("wall", "µs", lambda sample: sample.measures["wall_s"] / sample.count * 1e6)
WALL_MS = Measure("wall", "ms", lambda sample: sample.measures["wall_s"] / sample.count * 1e3)
RATE = Measure(
    "rate", "/s", lambda sample: sample.count / sample.measures["wall_s"], less_is_better=False, digits=0
)


def reported(name: str, unit: str, digits: int = 1) -> Measure:
    """A measure that a contender returns by this name."""
    return Measure(name, unit, lambda sample: sample.measures[name], digits=digits)


@frozen(kw_only=True)
class Comparison:
    """What is measured together.

    `count` is how often a sample runs a contender; None means as often as the effort's seconds
    allow, but `least_count` times at least. `base` names the contender whose figures are subtracted from all
    others', as the start of the interpreter is.
    """

    contenders: Sequence[Contender]
    measures: Sequence[Measure]
    count: int | None = None
    least_count: int = 1
    most_rounds: int = 1000
    base: str = ""
    warms_up: bool = True


@frozen
class Measured:
    """The samples of a comparison, by contender, one for each round."""

    comparison: Comparison
    samples: Mapping[str, Sequence[Sample]] = field(repr=False)

    def values(self, contender: str, measure: Measure) -> list[float]:
        """Each round's value, the base subtracted."""
        values = [measure.read(sample) for sample in self.samples[contender]]
        if not self.comparison.base:
            return values
        if contender == self.comparison.base:
            return values
        base = median(measure.read(sample) for sample in self.samples[self.comparison.base])
        return [value - base for value in values]

    def value(self, contender: str, measure: Measure) -> float:
        """The median of the rounds."""
        return median(self.values(contender, measure))

    def ratios(self, ours: str, peer: str, measure: Measure) -> list[float]:
        """Ours divided by the peer's, for each round."""
        pairs = zip(self.values(ours, measure), self.values(peer, measure), strict=True)
        return [mine / theirs for mine, theirs in pairs]


def compare(comparison: Comparison, effort: Effort, cores: frozenset[int] = frozenset()) -> Measured:
    """Measure all contenders in turn, after runs that do not count. Raises ContenderError."""
    with ExitStack() as stack:
        started = [stack.enter_context(running(one, cores)) for one in comparison.contenders]
        counts = [_count(one, comparison, effort) for one in started]
        samples: dict[str, list[Sample]] = {one.contender.name: [] for one in started}
        for _ in range(effort.rounds_of(comparison)):
            for one, count in zip(started, counts, strict=True):
                samples[one.contender.name].append(one.sample(count))
    return Measured(comparison, samples)


def _count(one: Running, comparison: Comparison, effort: Effort) -> int:
    """As many runs as take about the seconds of a sample, learnt from runs that do not count."""
    if comparison.count is not None:
        if comparison.warms_up and effort.rounds > 1:
            one.sample(1)
        return comparison.count
    # The first run loads what a library loads late.
    count, sample_s = comparison.least_count, effort.sample_s
    one.sample(count)
    while (taken_s := _taken_s(one.sample(count))) < sample_s / 2:
        count *= max(2, min(10, round(sample_s / taken_s)))
    return max(comparison.least_count, round(count * sample_s / taken_s))


def _taken_s(sample: Sample) -> float:
    """The CPU time, which other processes do not lengthen, or a part of the wall time if it is far longer."""
    return max(sample.measures["cpu_s"], sample.measures["wall_s"] / MOST_WAITING)
