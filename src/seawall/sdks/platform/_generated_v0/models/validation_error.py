# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class ValidationError:
    """The wire form of ValidationError."""

    loc: list[str | int]
    msg: str
    type: str
    input: Any = UNSET
    ctx: dict[str, Any] | UnsetType = UNSET
