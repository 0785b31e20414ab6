# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class ContextResponse:
    """Options of resources."""

    cores: models.AmountOptions
    memory_gb: models.AmountOptions = field(metadata={"wire": "memoryGB"})
    gpus: models.GpuOptions | UnsetType = UNSET
    max_interactive_sessions: int | UnsetType = field(
        default=UNSET,
        metadata={"wire": "maxInteractiveSessions"},
    )
