# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from uuid import UUID

from attrs import frozen


@frozen(kw_only=True)
class RunCreationResponse:
    """Id of the new run."""

    run_id: UUID
