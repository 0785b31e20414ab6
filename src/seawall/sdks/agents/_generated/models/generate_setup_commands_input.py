# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class GenerateSetupCommandsInput:
    """The repository whose setup commands are to be found. Defaults: `trigger_source` \"setup-commands\"."""

    repo_id: int
    prompt: str | None | UnsetType = UNSET
    trigger_source: str | UnsetType = UNSET
