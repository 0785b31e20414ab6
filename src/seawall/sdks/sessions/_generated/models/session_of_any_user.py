# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from .. import models


@frozen(kw_only=True)
class SessionOfAnyUser:
    """The facts of a session that every user may read."""

    userid: str
    type: models.SessionKind
    status: models.SessionStatus
    start_time: dt.datetime = field(metadata={"wire": "startTime"})
