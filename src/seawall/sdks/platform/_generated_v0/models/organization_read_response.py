# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class OrganizationReadResponse:
    """The caller's organization."""

    id: str
    name: str
    display_name: str
    aignostics_bucket_hmac_access_key_id: str | None
    aignostics_bucket_hmac_secret_access_key: str | None
    aignostics_bucket_name: str | None
    aignostics_bucket_protocol: str | None
    aignostics_logfire_token: str | None
    aignostics_sentry_dsn: str | None
