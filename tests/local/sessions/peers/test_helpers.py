"""The helpers that share out items between replicas agree with those of canfar, for each small case."""

import json
from collections.abc import Callable, Iterator

import pytest

from seawall.sdks.sessions import chunk, stripe
from tests.local.released_clients import Peer

# Starts a process of the client.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

CASES = [(items, replica, total) for items in range(6) for replica in range(-1, 6) for total in range(-1, 6)]
PROGRAM = """
import json, sys
from canfar.helpers.distributed import chunk, stripe
def of(share, items, replica, total):
    try:
        return list(share(range(items), replica, total))
    except ValueError:
        return "ValueError"
print(json.dumps([[of(share, *case) for case in json.loads(sys.argv[1])] for share in (chunk, stripe)]))
"""


def of(share: Callable[[range, int, int], Iterator[int]], items: int, replica: int, total: int) -> object:
    try:
        return list(share(range(items), replica, total))
    except ValueError:
        return "ValueError"


def test_chunk_and_stripe_agree_with_those_of_canfar(canfar: Peer) -> None:
    done = canfar.run(PROGRAM, json.dumps(CASES))
    assert done.returncode == 0, done.stderr
    for share, expected in zip((chunk, stripe), json.loads(done.stdout), strict=True):
        differences = [
            (case, mine, theirs)
            for case, theirs in zip(CASES, expected, strict=True)
            if (mine := of(share, *case)) != theirs
        ]
        assert differences == []
