# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class ItemCreationRequest:
    """Unit of work of a run, such as one slide."""

    external_id: str
    input_artifacts: list[models.InputArtifactCreationRequest]
    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
