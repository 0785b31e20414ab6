"""How good impact is: mutations of real specs, what each really breaks, and what impact and adapt make of it.

python -m benchmarks impact [--most N] [--only ID ...] [--layer NAME ...] [--seed N] [--write]
python -m benchmarks impact --times

Each mutation is applied to the spec that a layer stands on, and the client generated again. A type check of
the layer and an exercise of its public functions, over a strict server of the new version, are the truth.
`--most` is the largest number of mutations of a rule for each layer. `--only` replays mutations by their ids.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mutation.drawing import draw
from benchmarks.mutation.layer import StableLayer
from benchmarks.mutation.layers import LAYERS
from benchmarks.mutation.table import disagreements, page, report
from benchmarks.mutation.times import times
from benchmarks.mutation.trial import Trial, Trials

PAGE = Path(__file__).parents[1] / "docs" / "impact-measured.md"
_trials: dict[str, Trials] = {}


def main(arguments: Sequence[str]) -> int:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks impact", description=__doc__, formatter_class=form
    )
    parser.add_argument("--most", type=int, default=4, help="mutations of each rule for each layer")
    parser.add_argument("--only", nargs="+", metavar="ID", help="replay these mutations, with all reasons")
    parser.add_argument("--layer", nargs="+", choices=sorted(LAYERS), help="only these layers")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    parser.add_argument("--times", action="store_true", help="only the times of impact and diff")
    chosen = parser.parse_args(arguments)
    if chosen.times:
        for line in times():
            print(line, flush=True)
        return 0
    start = time.perf_counter()
    layers = {name: made for name in chosen.layer or sorted(LAYERS) if (made := LAYERS[name]()) is not None}
    names = chosen.only or list(_drawn(layers, chosen.most, chosen.seed))
    trials = list(_tried(layers, names, chosen.seed, chosen.workers))
    if chosen.only:
        for trial in trials:
            _print_whole(trial)
        return 0
    print(report(trials))
    print(disagreements(trials))
    print(f"{len(trials)} mutations in {time.perf_counter() - start:.0f} s.", file=sys.stderr)
    if chosen.write:
        PAGE.write_text(page(trials), encoding="utf-8")
    return 0


def _drawn(layers: dict[str, StableLayer], most: int, seed: int) -> Iterator[str]:
    for layer in layers.values():
        for mutation in draw(layer.document, most=most, seed=seed):
            yield f"{layer.name}/{mutation.id}"


def _tried(layers: dict[str, StableLayer], names: Sequence[str], seed: int, workers: int) -> Iterator[Trial]:
    with TemporaryDirectory(prefix="seawall-mutation-") as folder:
        _warm_up()
        context = get_context("fork")
        given = layers, Path(folder), seed
        # Whole layers to one worker each would leave the others idle; so all know all layers.
        with context.Pool(min(workers, len(names)), _prepare, given) as pool:
            for trial in pool.imap_unordered(_try, names, chunksize=4):
                if sys.stderr.isatty():
                    print(f"\r{trial.id[:100]:100}", end="", file=sys.stderr)
                yield trial


def _warm_up() -> None:
    """Import once, before the workers and their children are forked, what every exercise needs."""
    import httpx2  # noqa: F401, PLC0415
    import pydantic  # noqa: F401, PLC0415

    import seawall.sdks.platform.cli  # noqa: F401, PLC0415
    from seawall.sdks.platform import AsyncClient, Client  # noqa: F401, PLC0415
    from seawall.testing import FakeClock  # noqa: F401, PLC0415


def _prepare(layers: dict[str, StableLayer], folder: Path, seed: int) -> None:
    for layer in layers.values():
        own = folder / f"{layer.name}-{os.getpid()}"
        own.mkdir()
        _trials[layer.name] = Trials(layer, own, seed)


def _try(name: str) -> Trial:
    layer, _, rest = name.partition("/")
    return _trials[layer].trial(rest)


def _print_whole(trial: Trial) -> None:
    print(f"{trial.id}: {trial.invalid or f'{trial.seconds:.1f} s'}")
    for reason in trial.broke:
        print(f"    broke: {reason}")
    print(f"    told ({'certain' if trial.is_certain else 'possible'}): {trial.told or 'nothing'}")
    print(f"    functions broken: {', '.join(sorted(trial.functions)) or 'none'}")
    print(f"    functions told: {', '.join(sorted(trial.told_functions)) or 'none'}")
    print(f"    repaired by adapt: {trial.repaired} {trial.left}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
