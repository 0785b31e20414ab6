# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class VersionReadResponse:
    """Inputs, outputs and changelog of a version."""

    version_number: str
    changelog: str
    input_artifacts: list[models.InputArtifact]
    output_artifacts: list[models.OutputArtifact]
    released_at: dt.datetime
