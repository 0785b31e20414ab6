# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import field, frozen

from .. import models


@frozen(kw_only=True)
class ModelProvider:
    """A provider of language models."""

    name: str
    models_: list[models.Model] = field(metadata={"wire": "models"})
