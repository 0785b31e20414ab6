"""The stable layers that mutations are tried on: their specs, sources and exercises."""

from collections.abc import Callable, Mapping

from benchmarks.mutation.layer import StableLayer
from benchmarks.mutation.layers.agents import agents_layer
from benchmarks.mutation.layers.museum import museum_layer
from benchmarks.mutation.layers.platform import platform_layer

__all__ = ["LAYERS"]

LAYERS: Mapping[str, Callable[[], StableLayer | None]] = {
    "agents": agents_layer,
    "museum": museum_layer,
    "platform": platform_layer,
}
"""Each layer by its name; None if its spec is not on this machine."""
