# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class HTTPValidationError:
    """The wire form of HTTPValidationError."""

    detail: list[models.ValidationError] | UnsetType = UNSET
