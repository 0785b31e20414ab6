# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class StatisticsResponse:
    """Use of the cluster."""

    cores: models.CoreStatistics
    ram: models.RamStatistics
    instances: models.Instances | UnsetType = UNSET
