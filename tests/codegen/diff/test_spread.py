"""Sets spread along the edges of a graph."""

import random

from seawall.codegen.diff.spread import spread


def slowly(sets: list[int], edges: list[list[int]]) -> list[int]:
    found = list(sets)
    for _ in sets:
        for node, targets in enumerate(edges):
            for target in targets:
                found[target] |= found[node]
    return found


def test_sets_reach_the_same_nodes_as_in_a_slow_search() -> None:
    chance = random.Random(1)
    for size in range(1, 40):
        edges = [[chance.randrange(size) for _ in range(chance.randrange(4))] for _ in range(size)]
        sets = [chance.choice((0, 1 << node)) for node in range(size)]
        assert spread(sets, edges) == slowly(sets, edges)


def test_a_long_chain_needs_no_deep_stack() -> None:
    edges = [[node + 1] for node in range(20_000)] + [[]]
    assert spread([1] + [0] * 20_000, edges)[-1] == 1
