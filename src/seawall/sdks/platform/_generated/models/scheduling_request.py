# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class SchedulingRequest:
    """Due date and deadline of a run."""

    due_date: dt.datetime | None | UnsetType = UNSET
    deadline: dt.datetime | None | UnsetType = UNSET
