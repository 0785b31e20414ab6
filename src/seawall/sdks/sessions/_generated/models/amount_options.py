# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen


@frozen(kw_only=True)
class AmountOptions:
    """Options of cores, or of memory in GB."""

    default: int
    default_request: int = field(metadata={"wire": "defaultRequest"})
    default_limit: int = field(metadata={"wire": "defaultLimit"})
    options: list[int]
