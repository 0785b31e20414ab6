"""The table of mutators: for each rule, the function that proposes mutations for it."""

from collections.abc import Callable, Iterator
from functools import wraps
from random import Random

from attrs import evolve

from benchmarks.mutation.mutation import Mutation
from benchmarks.mutation.places import Spec

__all__ = ["MUTATORS", "Mutator", "mutator"]

Mutator = Callable[[Spec, Random], Iterator[Mutation]]

MUTATORS: dict[str, Mutator] = {}
"""The mutator of each rule."""


def mutator(rule: str) -> Callable[[Mutator], Mutator]:
    """Register a function that proposes mutations for `rule`, one for each place of a spec that has room."""

    def register(propose: Mutator) -> Mutator:
        @wraps(propose)
        def named(spec: Spec, random: Random) -> Iterator[Mutation]:
            return (evolve(mutation, rule=rule) for mutation in propose(spec, random))

        assert rule not in MUTATORS, rule
        MUTATORS[rule] = named
        return named

    return register
