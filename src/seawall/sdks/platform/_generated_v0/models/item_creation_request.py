# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class ItemCreationRequest:
    """Unit of work of a run, such as one slide."""

    reference: str
    input_artifacts: list[models.InputArtifactCreationRequest]
