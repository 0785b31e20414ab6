"""Print one table of figures: ours, the peer's and the ratio. `make bench` runs it.

python -m benchmarks [NAME ...]     only these modules, e.g. `engine imports`
python -m benchmarks impact [--help]    how good impact is, a table of its own
"""

import sys
from importlib import import_module

MODULES = (
    "codec",
    "engine",
    "cache",
    "downloads",
    "limiter",
    "tokens",
    "closing",
    "transports",
    "sessions",
    "local_platform",
    "platform",
    "imports",
    "generation",
)


def main() -> int:
    if sys.argv[1:2] == ["impact"]:
        found: int = import_module("benchmarks.impact").main(sys.argv[2:])
        return found
    chosen = sys.argv[1:] or MODULES
    if unknown := set(chosen) - set(MODULES):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. Choose from {', '.join(MODULES)}.")
    print(f"{'what':46} {'ours':>12} {'peer':>12} {'peer/ours':>10}  peer")
    for name in chosen:
        for figure in import_module(f"benchmarks.{name}").figures():
            ours, peer = (f"{value:.4g} {figure.unit}" for value in (figure.ours, figure.peer))
            ratio = f"{figure.peer / figure.ours:.2f}x" if figure.ours else "-"
            # At once: the next figure may take a minute.
            line = f"{figure.what:46} {ours:>12} {peer:>12} {ratio:>10}  {figure.peer_name}"
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
