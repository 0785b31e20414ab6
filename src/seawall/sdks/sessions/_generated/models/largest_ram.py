# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen


@frozen(kw_only=True)
class LargestRam:
    """Most memory of one machine."""

    ram: str
    with_cpu_cores: float = field(metadata={"wire": "withCPUCores"})
