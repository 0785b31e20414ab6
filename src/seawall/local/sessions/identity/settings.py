"""Settings of the identity services."""

from typing import Literal

from attrs import frozen

__all__ = ["IdentitySettings", "PollAnswer"]

PollAnswer = Literal["authorization_pending", "slow_down", "access_denied", "expired_token"]


@frozen(kw_only=True)
class IdentitySettings:
    """Settings of the identity services of a local sessions server; none of them is a secret.

    tls: serve https with a certificate of the server's own authority, and accept client certificates
    host_names: further names under which the server answers, e.g. those of the real system behind a proxy
    certificate_header: over plain HTTP, take a request that names a certificate in
        X-Skaha-Authentication-Type and has no other proof for one of the first user
    approved_by: the user who approves every device login at its start; None lets a person decide
    is_available: whether the service says at its start that it is available
    device_polls: answers to the first polls of each device login, before its real state counts
    token_lifetime_s, refresh_lifetime_s: lifetimes of access tokens and refresh tokens
    device_lifetime_s, device_interval_s: lifetime of a device code, and its polling interval (RFC 8628)
    """

    tls: bool = False
    host_names: tuple[str, ...] = ()
    certificate_header: bool = False
    approved_by: str | None = None
    is_available: bool = True
    device_polls: tuple[PollAnswer, ...] = ()
    token_lifetime_s: int = 3_600
    refresh_lifetime_s: int = 30 * 86_400
    device_lifetime_s: int = 900
    device_interval_s: int = 5
