"""From when to when a chain of X.509 certificates is good. Pure: the time is handed in.

A chain is good for as long as each of its certificates is (RFC 5280, section 6). A proxy certificate (RFC
3820) stands above the one that it was made from, and the first of them to end ends both.
"""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from seawall.core.errors import CertificateError

__all__ = ["CertificateLife", "life_of"]

_MOST_NOTICE = timedelta(days=7)
_NOTICE_SHARE = 0.1


@frozen(kw_only=True)
class CertificateLife:
    """When a certificate is good: `not_before` and `not_after` belong to it, both in UTC."""

    not_before: datetime
    not_after: datetime

    def require_good(self, now: float, name: str) -> None:
        """Raise CertificateError unless it is good at `now` (seconds since 1970), naming `name`."""
        at = datetime.fromtimestamp(now, UTC)
        if at > self.not_after:
            raise CertificateError(
                f"The client certificate in {name} expired at {self.not_after:%Y-%m-%d %H:%M} UTC. Renew it, "
                "then make a new client."
            )
        if at < self.not_before:
            raise CertificateError(
                f"The client certificate in {name} is not good before {self.not_before:%Y-%m-%d %H:%M} UTC. "
                "Check this machine's clock."
            )

    def ends_soon(self, now: float) -> bool:
        """Whether it ends within a week, or within the last tenth of its life where that is less."""
        notice = min(_MOST_NOTICE, _NOTICE_SHARE * (self.not_after - self.not_before))
        return datetime.fromtimestamp(now, UTC) >= self.not_after - notice


def life_of(pem: bytes) -> CertificateLife:
    """The life of the chain in `pem`; raises ValueError where there is no certificate in it."""
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    chain = load_pem_x509_certificates(pem)
    return CertificateLife(
        not_before=max(certificate.not_valid_before_utc for certificate in chain),
        not_after=min(certificate.not_valid_after_utc for certificate in chain),
    )
