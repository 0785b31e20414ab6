# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class OrganizationReadResponse:
    """The caller's organization with its storage and telemetry settings."""

    id: str
    aignostics_bucket_hmac_access_key_id: str
    aignostics_bucket_hmac_secret_access_key: str
    aignostics_bucket_name: str
    aignostics_bucket_protocol: str
    aignostics_logfire_token: str
    aignostics_sentry_dsn: str
    name: str | None | UnsetType = UNSET
    display_name: str | None | UnsetType = UNSET
