# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen


@frozen(kw_only=True)
class LargestCores:
    """Most cores of one machine."""

    cpu_cores: float = field(metadata={"wire": "cpuCores"})
    with_ram: str = field(metadata={"wire": "withRam"})
