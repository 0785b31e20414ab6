"""Prints one table: what was measured, ours, the peer's, and the ratio. `make bench` runs it."""

import sys
from collections.abc import Iterator

from benchmarks import cache, calls, closing, codec, downloads, engine, imports, limiter, tokens, transports
from benchmarks.measure import Figure


def figures() -> Iterator[Figure]:
    yield from codec.figures()
    yield from calls.figures()
    yield from engine.figures()
    yield from cache.figures()
    yield from downloads.figures()
    yield from limiter.figures()
    yield from tokens.figures()
    yield from closing.figures()
    yield from transports.figures()
    yield from imports.figures()


def main() -> int:
    print(f"{'what':46} {'ours':>12} {'peer':>12} {'peer/ours':>10}  peer")
    for figure in figures():
        ours, peer = (f"{value:.4g} {figure.unit}" for value in (figure.ours, figure.peer))
        ratio = f"{figure.peer / figure.ours:.2f}x" if figure.ours else "-"
        print(f"{figure.what:46} {ours:>12} {peer:>12} {ratio:>10}  {figure.peer_name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
