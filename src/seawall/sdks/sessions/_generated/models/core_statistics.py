# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen

from .. import models


@frozen(kw_only=True)
class CoreStatistics:
    """Cores of the cluster."""

    requested_cpu_cores: float = field(metadata={"wire": "requestedCPUCores"})
    cpu_cores_available: float = field(metadata={"wire": "cpuCoresAvailable"})
    max_cpu_cores: models.LargestCores = field(metadata={"wire": "maxCPUCores"})
