"""Settings of a local platform."""

import os
from pathlib import Path

from attrs import field, frozen, validators

from seawall.local.serving.server_settings import ServerSettings

__all__ = ["API_VERSION", "API_VERSIONS", "BETA_API_VERSION", "PlatformSettings"]

API_VERSION = "1.7.0"
API_VERSIONS = ("2025-05", "2025-06", "2025-07", API_VERSION)
BETA_API_VERSION = "1.0.0"
"""The version in all specs of 2025, which differ in their dates."""

MEBIBYTE = 1024 * 1024


def _optional_path(value: Path | str | None) -> Path | None:
    return None if value is None else Path(value)


@frozen(kw_only=True)
class PlatformSettings(ServerSettings):
    """Settings of one local platform; none of them is a secret. See `ServerSettings` too.

    api_version: one of API_VERSIONS; all of them work on the same data folder
    inputs_dir: the only folder whose files the server reads as inputs; None allows http(s) inputs only
    auto_approve: approve every login without a prompt and accept any client id
    workers: number of items to process in parallel; None means min(4, number of CPUs)
    token_lifetime_s, refresh_lifetime_s: lifetimes of access tokens and refresh tokens
    device_lifetime_s, device_interval_s: lifetime of a device code, and its polling interval (RFC 8628)
    audience: `aud` claim of access tokens
    signed_url_lifetime_s: lifetime of an artifact's download URL
    max_input_bytes, max_input_pixels: larger inputs are rejected
    input_timeout_s: time limit for the download of one input
    """

    api_version: str = field(default=API_VERSION, validator=validators.in_(API_VERSIONS))
    inputs_dir: Path | None = field(default=None, converter=_optional_path)
    auto_approve: bool = False
    workers: int | None = None
    token_lifetime_s: int = 86_400
    refresh_lifetime_s: int = 30 * 86_400
    device_lifetime_s: int = 900
    device_interval_s: int = 1
    audience: str = "seawall-local-platform"
    signed_url_lifetime_s: int = 3_600
    max_input_bytes: int = 512 * MEBIBYTE
    max_input_pixels: int = 64_000_000
    input_timeout_s: float = 600.0

    @property
    def worker_count(self) -> int:
        """Number of items to process in parallel."""
        return self.workers if self.workers is not None else min(4, os.cpu_count() or 1)
