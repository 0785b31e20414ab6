# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen

from .. import models


@frozen(kw_only=True)
class RamStatistics:
    """Memory of the cluster."""

    requested_ram: str = field(metadata={"wire": "requestedRAM"})
    ram_available: str = field(metadata={"wire": "ramAvailable"})
    max_ram: models.LargestRam = field(metadata={"wire": "maxRAM"})
