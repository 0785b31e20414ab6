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
    run_as_uid: str = field(metadata={"wire": "runAsUID"})
    run_as_gid: str = field(metadata={"wire": "runAsGID"})
    supplemental_groups: list[int] = field(metadata={"wire": "supplementalGroups"})
    image: str
    type: models.SessionKind
    status: models.SessionStatus
    name: str
    start_time: dt.datetime = field(metadata={"wire": "startTime"})
    expiry_time: dt.datetime = field(metadata={"wire": "expiryTime"})
    connect_url: str = field(metadata={"wire": "connectURL"})
    appid: str | UnsetType = UNSET
    requested_ram: str | UnsetType = field(default=UNSET, metadata={"wire": "requestedRAM"})
    requested_cpu_cores: str | UnsetType = field(default=UNSET, metadata={"wire": "requestedCPUCores"})
    requested_gpu_cores: str | UnsetType = field(default=UNSET, metadata={"wire": "requestedGPUCores"})
    ram_in_use: str | UnsetType = field(default=UNSET, metadata={"wire": "ramInUse"})
    gpu_ram_in_use: str | UnsetType = field(default=UNSET, metadata={"wire": "gpuRAMInUse"})
    cpu_cores_in_use: str | UnsetType = field(default=UNSET, metadata={"wire": "cpuCoresInUse"})
    gpu_utilization: str | UnsetType = field(default=UNSET, metadata={"wire": "gpuUtilization"})
    is_fixed_resources: bool | UnsetType = field(default=UNSET, metadata={"wire": "isFixedResources"})
