# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class CheckSuiteSettingsRequest:
    """Changes of check-suite settings; a field that is missing stays as it is."""

    check_retry_count: int | None | UnsetType = UNSET
    ignored_checks: list[str] | None | UnsetType = UNSET
    check_retry_counts: dict[str, int] | None | UnsetType = UNSET
    custom_prompts: dict[str, str] | None | UnsetType = UNSET
    high_priority_apps: list[str] | None | UnsetType = UNSET
