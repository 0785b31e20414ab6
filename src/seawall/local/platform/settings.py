"""What a local platform is started with."""

import os
from pathlib import Path

from attrs import field, frozen

__all__ = ["PlatformSettings"]

MEBIBYTE = 1024 * 1024


def _optional_path(value: Path | str | None) -> Path | None:
    return None if value is None else Path(value)


def _without_slash(value: str | None) -> str | None:
    return None if value is None else value.rstrip("/")


@frozen(kw_only=True)
class PlatformSettings:
    """Settings of one local platform; none of them is a secret.

    data_dir: database, artifacts, keys; made if missing, one server at a time
    inputs_dir: the only folder whose files may be processed; None means http(s) inputs only
    auto_approve: log in without asking, whatever the client id
    workers: items processed at the same time; None means min(4, number of CPUs)
    token_lifetime_s, refresh_lifetime_s: of access and refresh tokens
    device_lifetime_s, device_interval_s: of a device code, and between two polls for it (RFC 8628)
    public_url: scheme://host:port as callers see it; None means as each request saw it
    audience: the `aud` that API tokens carry
    signed_url_lifetime_s: how long an artifact's download URL works
    max_input_bytes, max_input_pixels: larger inputs are refused
    input_timeout_s: how long the download of one input may take in all
    """

    data_dir: Path = field(converter=Path)
    inputs_dir: Path | None = field(default=None, converter=_optional_path)
    auto_approve: bool = False
    workers: int | None = None
    token_lifetime_s: int = 86_400
    refresh_lifetime_s: int = 30 * 86_400
    device_lifetime_s: int = 900
    device_interval_s: int = 1
    public_url: str | None = field(default=None, converter=_without_slash)
    audience: str = "seawall-local-platform"
    signed_url_lifetime_s: int = 3_600
    max_input_bytes: int = 512 * MEBIBYTE
    max_input_pixels: int = 64_000_000
    input_timeout_s: float = 600.0

    @property
    def worker_count(self) -> int:
        """Items processed at the same time."""
        return self.workers if self.workers is not None else min(4, os.cpu_count() or 1)
