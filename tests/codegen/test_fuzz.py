"""Mutated documents: each is generated, or refused with a typed error."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.fuzz import failure_of, mutated, run


@pytest.mark.slow
@settings(max_examples=60, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_a_mutated_document_is_generated_or_refused(rng: random.Random) -> None:
    assert failure_of(mutated(rng)) == ""


def test_a_seed_repeats_a_document() -> None:
    assert mutated(random.Random("1:2")) == mutated(random.Random("1:2"))
    assert mutated(random.Random("1:2")) != mutated(random.Random("1:3"))


def test_a_failure_is_reported_with_its_document() -> None:
    assert failure_of({"openapi": "3.1.0", "paths": {object: 1}}).startswith("TypeError at ")


def test_a_run_ends_in_time() -> None:
    told: list[str] = []
    assert run(0.0, 1, report=told.append) == 0
    assert told == ["0 documents of seed 1: 0 kinds of failures."]
