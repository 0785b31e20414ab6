# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class SessionResponse:
    """A session, or an app of a desktop session."""

    id: str
    userid: str
    image: str
    type: models.SessionKind
    status: models.SessionStatus
    name: str
    run_as_uid: str | UnsetType = field(default=UNSET, metadata={"wire": "runAsUID"})
    run_as_gid: str | UnsetType = field(default=UNSET, metadata={"wire": "runAsGID"})
    supplemental_groups: list[int] | UnsetType = field(default=UNSET, metadata={"wire": "supplementalGroups"})
    appid: str | UnsetType = UNSET
    start_time: dt.datetime | UnsetType = field(default=UNSET, metadata={"wire": "startTime"})
    expiry_time: dt.datetime | UnsetType = field(default=UNSET, metadata={"wire": "expiryTime"})
    connect_url: str | UnsetType = field(default=UNSET, metadata={"wire": "connectURL"})
    requested_ram: str | UnsetType = field(default=UNSET, metadata={"wire": "requestedRAM"})
    requested_cpu_cores: str | UnsetType = field(default=UNSET, metadata={"wire": "requestedCPUCores"})
    requested_gpu_cores: str | UnsetType = field(default=UNSET, metadata={"wire": "requestedGPUCores"})
    ram_in_use: str | UnsetType = field(default=UNSET, metadata={"wire": "ramInUse"})
    gpu_ram_in_use: str | UnsetType = field(default=UNSET, metadata={"wire": "gpuRAMInUse"})
    cpu_cores_in_use: str | UnsetType = field(default=UNSET, metadata={"wire": "cpuCoresInUse"})
    gpu_utilization: str | UnsetType = field(default=UNSET, metadata={"wire": "gpuUtilization"})
    is_fixed_resources: bool | UnsetType = field(default=UNSET, metadata={"wire": "isFixedResources"})
