# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class ModelsResponse:
    """The language models that runs may use."""

    providers: list[models.ModelProvider]
    default_model: str
