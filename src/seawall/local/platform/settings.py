"""Settings of a local platform."""

import os
import re
from pathlib import Path

from attrs import field, frozen, validators

from seawall.local.serving.server_settings import ServerSettings

__all__ = [
    "API_VERSION",
    "API_VERSIONS",
    "BETA_API_VERSION",
    "WEBHOOK_SECRET_FILE",
    "LocalUser",
    "PlatformSettings",
]

API_VERSION = "1.7.0"
API_VERSIONS = ("2025-05", "2025-06", "2025-07", API_VERSION)
BETA_API_VERSION = "1.0.0"
"""The version in all specs of 2025, which differ in their dates."""

WEBHOOK_SECRET_FILE = "webhook.secret"  # noqa: S105 - the name of a file
MEBIBYTE = 1024 * 1024


def _optional_path(value: Path | str | None) -> Path | None:
    return None if value is None else Path(value)


_NAME = r"[a-z0-9][a-z0-9._-]{0,62}"


@frozen
class LocalUser:
    """A user of a local platform. Names are of `a-z0-9._-`; an admin may change the runs of all members."""

    name: str = field(validator=validators.matches_re(_NAME))
    organization: str = field(validator=validators.matches_re(_NAME))
    is_admin: bool = False

    @classmethod
    def parse(cls, text: str) -> "LocalUser":
        """Read `NAME:ORGANIZATION` or `NAME:ORGANIZATION:admin`. Raises ValueError."""
        found = re.fullmatch(f"({_NAME}):({_NAME})(:admin)?", text)
        if found is None:
            raise ValueError(
                f"{text!r} is no user. Give NAME:ORGANIZATION or NAME:ORGANIZATION:admin, in lower case."
            )
        return cls(found[1], found[2], is_admin=found[3] is not None)

    @property
    def user_id(self) -> str:
        """The user's id on the wire."""
        return f"local|{self.name}"

    @property
    def email(self) -> str:
        """The user's email address on the wire."""
        return f"{'local.user' if self == FIRST_USER else self.name}@example.com"

    @property
    def organization_id(self) -> str:
        """The id of the user's organization on the wire."""
        return f"org_{self.organization}"


FIRST_USER = LocalUser("user", "local", is_admin=True)


def _is_http_url(_instance: object, _attribute: object, value: str | None) -> None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise ValueError(f"webhook_url must be an http or https URL, but is {value!r}.")


def _have_own_names(_instance: object, _attribute: object, users: tuple[LocalUser, ...]) -> None:
    names = [each.name for each in (FIRST_USER, *users)]
    name = next((each for each in names if names.count(each) > 1), None)
    if name is not None:
        raise ValueError(f"There are two users {name!r}. Give each a name of its own.")


@frozen(kw_only=True)
class PlatformSettings(ServerSettings):
    """Settings of one local platform; none of them is a secret. See `ServerSettings` too.

    api_version: one of API_VERSIONS; all of them work on the same data folder
    inputs_dir: the only folder whose files the server reads as inputs; None allows http(s) inputs only
    input_networks: networks that inputs are downloaded from besides public addresses, e.g. `127.0.0.0/8`
    auto_approve: approve every login without a prompt and accept any client id
    users: further users; `auto_approve` logs in the first user, the admin `user` of the organization `local`
    faults: faults of the API from the start on, e.g. `busy=3`: see `PlatformFaults`
    webhook_url: address that receives the states of runs; None sends none
    workers: number of items to process in parallel; None means min(4, number of CPUs)
    token_lifetime_s, refresh_lifetime_s: lifetimes of access tokens and refresh tokens
    device_lifetime_s, device_interval_s: lifetime of a device code, and its polling interval (RFC 8628)
    most_open_logins: number of logins that may be open at the same time, in browsers and on devices each
    sends_issuer: send the issuer to the client with the authorization code (RFC 9207), and promise it in
        the metadata; clients that pass on only the code would fail on the promise
    audience: `aud` claim of access tokens
    signed_url_lifetime_s: lifetime of an artifact's download URL
    max_input_bytes, max_input_pixels: larger inputs are rejected
    input_timeout_s: time limit for the download of one input
    """

    api_version: str = field(default=API_VERSION, validator=validators.in_(API_VERSIONS))
    inputs_dir: Path | None = field(default=None, converter=_optional_path)
    input_networks: tuple[str, ...] = ()
    auto_approve: bool = False
    users: tuple[LocalUser, ...] = field(default=(), validator=_have_own_names)
    faults: tuple[str, ...] = ()
    webhook_url: str | None = field(default=None, validator=_is_http_url)
    workers: int | None = None
    token_lifetime_s: int = 86_400
    refresh_lifetime_s: int = 30 * 86_400
    device_lifetime_s: int = 900
    device_interval_s: int = 1
    most_open_logins: int = 1_000
    sends_issuer: bool = False
    audience: str = "seawall-local-platform"
    signed_url_lifetime_s: int = 3_600
    max_input_bytes: int = 512 * MEBIBYTE
    max_input_pixels: int = 64_000_000
    input_timeout_s: float = 600.0

    @property
    def all_users(self) -> tuple[LocalUser, ...]:
        """The first user and the further ones."""
        return (FIRST_USER, *self.users)

    @property
    def worker_count(self) -> int:
        """Number of items to process in parallel."""
        return self.workers if self.workers is not None else min(4, os.cpu_count() or 1)
