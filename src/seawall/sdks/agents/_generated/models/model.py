# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Model:
    """A language model."""

    label: str
    value: str
