# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class OrganizationSettings:
    """Settings of an organization. Defaults: `enable_pr_creation` true, `enable_rules_detection` true."""

    enable_pr_creation: bool | UnsetType = UNSET
    enable_rules_detection: bool | UnsetType = UNSET
