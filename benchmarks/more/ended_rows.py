"""Rows of the local platform's tables for runs and items that have ended."""

from typing import TypeAlias

from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.states import (
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunOutput,
    RunState,
    RunTerminationReason,
)

Row: TypeAlias = dict[str, object]

ENDED_ITEM: Row = {
    "position": 0,
    "state": ItemState.TERMINATED,
    "output": ItemOutput.FULL,
    "termination_reason": ItemTerminationReason.SUCCEEDED,
}
"""An item without its ids and the time of its end."""


def ended_run(platform: Platform) -> Row:
    """A run of the first user, without its id and its times."""
    user = platform.settings.all_users[0]
    return {
        "application_id": "test-app",
        "version_number": "1.0.0",
        "state": RunState.TERMINATED,
        "output": RunOutput.FULL,
        "termination_reason": RunTerminationReason.ALL_ITEMS_PROCESSED,
        "submitted_by": user.user_id,
        "organization_id": user.organization_id,
        "pending_count": 0,
    }
