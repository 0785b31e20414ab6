"""How long the diff of two specs of 2 MB takes, and the impact on a layer of 10,000 lines."""

import json
import resource
import time
from collections.abc import Iterator
from copy import deepcopy
from random import Random

from benchmarks.impact_reading import PACKAGE, long_layer
from benchmarks.made_up_spec import made_up
from benchmarks.mutation.layer import spec_of
from benchmarks.mutation.layers.platform import platform_layer
from benchmarks.mutation.mutation import Document
from benchmarks.mutation.places import Spec
from benchmarks.mutation.registry import MUTATORS
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer

__all__ = ["times"]

_LINES = 10_000
_RESOURCES = 780
_RULES = ("property-renamed", "became-nullable", "parameter-renamed", "enum-value-added", "type-changed")


def times() -> Iterator[str]:
    """One line for each figure. The CPU time counts: other programs on the machine do not change it."""
    yield _impact()
    yield _diff()


def _changed(document: Document, count: int) -> Document:
    """A copy with `count` mutations of each of some rules."""
    changed = deepcopy(document)
    for rule in _RULES:
        mutations = list(MUTATORS[rule](Spec(deepcopy(changed)), Random(0)))
        for mutation in Random(0).sample(mutations, k=min(count, len(mutations))):
            mutation.edit(changed)
    return changed


def _impact() -> str:
    layer = platform_layer()
    old = layer.generated(layer.document, layer.names)
    new = layer.generated(_changed(layer.document, 1), old.names)
    sources = long_layer(_LINES)
    clients = [read_client(one.files, one.api, f"{PACKAGE}._generated") for one in (old, new)]
    start = time.process_time()
    read = read_layer(sources, clients[0])
    diff = compare_specs(old.spec, new.spec)
    impact = find_impact(
        diff,
        old_api=old.api,
        new_api=new.api,
        old_client=clients[0],
        new_client=clients[1],
        pairs=paired_parts(clients[0], clients[1], diff),
        layer=read,
    )
    seconds = time.process_time() - start
    lines = sum(text.count("\n") for text in read.sources.values())
    found = f"{len(diff.changes)} changes, {len(impact.findings)} findings"
    return f"impact on a layer of {lines} lines: {seconds:.1f} s of CPU time ({found})"


def _diff() -> str:
    document = made_up(_RESOURCES)
    size = len(json.dumps(document)) / 1e6
    old, new = spec_of(document), spec_of(_changed(document, 40))
    start = time.process_time()
    diff = compare_specs(old, new)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = f"{len(diff.changes)} changes, {memory:.0f} MB in all"
    return f"diff of two specs of {size:.1f} MB: {seconds:.1f} s of CPU time ({found})"
