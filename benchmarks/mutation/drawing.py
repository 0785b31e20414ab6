"""Draws mutations of a spec: for every rule, some of those that are possible, the same for the same seed."""

from collections.abc import Iterator
from copy import deepcopy
from random import Random

from benchmarks.mutation import (
    access,
    exchanges,
    objects,
    operations,
    parameters,
    schemas,
    types,
    values,
)
from benchmarks.mutation.mutation import Document, Mutation
from benchmarks.mutation.places import Spec
from benchmarks.mutation.registry import MUTATORS

__all__ = ["MODULES", "draw", "proposed"]

MODULES = (access, exchanges, objects, operations, parameters, schemas, types, values)
"""The modules with mutators, which register themselves."""


def proposed(document: Document, rule: str, seed: int = 0) -> list[Mutation]:
    """All mutations for `rule`, one for each name."""
    spec = Spec(deepcopy(document))
    found = MUTATORS[rule](spec, Random(f"{seed}:{rule}"))
    return list({mutation.id: mutation for mutation in found}.values())


def draw(document: Document, *, most: int, seed: int = 0) -> Iterator[Mutation]:
    """At most `most` mutations for each rule."""
    for rule in sorted(MUTATORS):
        mutations = proposed(document, rule, seed)
        yield from Random(f"{seed}:{rule}").sample(mutations, k=min(most, len(mutations)))
