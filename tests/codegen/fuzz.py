"""Takes mutated documents through the pipeline: `python -m tests.codegen.fuzz SECONDS [SEED]`.

Each is generated, twice alike, or refused with a typed error, in bounded time. The seed of a run is printed,
and repeats it.
"""

import copy
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from seawall.codegen.errors import GenerationError
from tests.codegen.generating import make
from tests.codegen.hostile.seeds import NASTY, SEEDS

__all__ = ["main", "mutated", "run"]

MOST_SECONDS = 10.0
"""Of the processor, for one document."""

Value = Any
Place = tuple[Any, Any]


def run(seconds: float, seed: int, *, report: Callable[[str], None] = print) -> int:
    """Take documents through the pipeline for `seconds`; return how many failed."""
    end = time.monotonic() + seconds
    failures: set[str] = set()
    count = 0
    while time.monotonic() < end:
        document = mutated(random.Random(f"{seed}:{count}"))
        failure = failure_of(document)
        if failure and failure not in failures:
            failures.add(failure)
            report(f"Document {count} of seed {seed}: {failure}\n{json.dumps(document)}")
        count += 1
    report(f"{count} documents of seed {seed}: {len(failures)} kinds of failures.")
    return len(failures)


def failure_of(document: Value) -> str:
    """The unexpected error that a document ends with, and its place; empty if there is none."""
    start = time.process_time()
    try:
        result = make(json.dumps(document).encode(), keep_rest=True)
        # A client is generated twice alike.
        assert make(json.dumps(document).encode(), keep_rest=True, names=result.names).files == result.files
    except GenerationError as error:
        return "" if str(error).isprintable() or "\n" in str(error) else f"not printable: {str(error)!a}"
    except Exception as error:  # noqa: BLE001 - any other error is a failure
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-3:]]
        return f"{type(error).__name__} at {' '.join(places)}: {str(error)[:200]}"
    seconds = time.process_time() - start
    return "" if seconds < MOST_SECONDS else f"it takes more than {MOST_SECONDS:.0f} s"


def mutated(rng: random.Random) -> Value:
    """One of the seeds, with up to six changes."""
    document = copy.deepcopy(rng.choice(SEEDS))
    for _ in range(rng.randint(1, 6)):
        places = list(_places(document))
        if places:
            _change(rng, document, *rng.choice(places))
    return document


def _places(value: Value) -> Iterator[Place]:
    """Each container in `value` with each of its keys or positions."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _change(rng: random.Random, document: Value, owner: Value, key: Value) -> None:
    """Replace, remove, rename, repeat or exchange the value at `key` of `owner`."""
    kind = rng.randrange(7)
    if kind == 0:
        del owner[key]
    elif kind == 1 and isinstance(owner, dict):
        owner[str(rng.choice(NASTY))] = owner.pop(key)
    elif kind == 2:
        other, place = rng.choice(list(_places(document)))
        owner[key] = copy.deepcopy(other[place])
    elif kind == 3:
        owner[key] = [owner[key], copy.deepcopy(owner[key])]
    elif kind == 4 and isinstance(owner, dict):
        other, place = rng.choice(list(_places(document)))
        if isinstance(other, dict):
            owner[str(place)] = copy.deepcopy(other[place])
    else:
        owner[key] = copy.deepcopy(rng.choice(NASTY))


def main() -> int:
    """Run for the seconds that the command line says."""
    seconds = float(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)
    sys.stdout.write(f"seed {seed}\n")
    return int(run(seconds, seed) > 0)


if __name__ == "__main__":
    sys.exit(main())
