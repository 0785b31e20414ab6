# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt

from attrs import frozen


@frozen(kw_only=True)
class ApplicationVersion:
    """Number and release time of a version."""

    number: str
    released_at: dt.datetime
