"""Measure Seawall beside its peers; `make bench` runs it in the environment of `make bench-setup`.

python -m benchmarks [--quick] [ROWS ...]    print the tables and write benchmarks/RESULTS.md
python -m benchmarks picture                 draw the picture of RESULTS.md again
python -m benchmarks more [NAME ...]         figures beside a simple way in the same process
python -m benchmarks impact [--help]         how good impact is, a table of its own

ROWS are modules of benchmarks/rows; without them all are measured. --quick runs everything once, briefly: its
figures say nothing, and nothing is written. Nor is with ROWS.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.harness.bench import ROWS, run, say, write
from benchmarks.harness.comparison import QUICK, Effort
from benchmarks.harness.contender import ContenderError
from benchmarks.harness.picture import draw
from benchmarks.harness.results import to_markdown

RESULTS = Path(__file__).parent / "RESULTS.md"
MORE = (
    "codec",
    "cache",
    "downloads",
    "limiter",
    "tokens",
    "closing",
    "sessions",
    "local_platform",
    "platform",
    "run_downloads",
)


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["impact"]:
        found: int = import_module("benchmarks.impact").main(list(arguments[1:]))
        return found
    if arguments == ["picture"]:
        draw(RESULTS.read_text(encoding="utf-8"))
        return 0
    if arguments[:1] == ["more"]:
        return _more(arguments[1:])
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=form)
    parser.add_argument("rows", nargs="*", metavar="ROWS", help=f"from {', '.join(ROWS)}")
    parser.add_argument("--quick", action="store_true", help="run everything once, and write nothing")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.rows) - set(ROWS):
        parser.error(f"there are no rows {', '.join(sorted(unknown))}. Choose from {', '.join(ROWS)}.")
    try:
        tables = run(chosen.rows or ROWS, QUICK if chosen.quick else Effort(), say)
    except ContenderError as error:
        print(f"{error} Are the peers installed? Run make bench-setup.", file=sys.stderr)
        return 1
    print(to_markdown("", tables))
    if not chosen.quick and not chosen.rows:
        write(tables, RESULTS)
        draw(RESULTS.read_text(encoding="utf-8"))
    return 0


def _more(names: Sequence[str]) -> int:
    if unknown := set(names) - set(MORE):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. Choose from {', '.join(MORE)}.")
    print(f"{'what':46} {'ours':>12} {'peer':>12} {'ours/peer':>10}  peer")
    for name in names or MORE:
        for figure in import_module(f"benchmarks.more.{name}").figures():
            ours, peer = (f"{value:.4g} {figure.unit}" for value in (figure.ours, figure.peer))
            ratio = f"{figure.ours / figure.peer:.2f}" if figure.peer else "-"
            # At once: the next figure may take a minute.
            line = f"{figure.what:46} {ours:>12} {peer:>12} {ratio:>10}  {figure.peer_name}"
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
