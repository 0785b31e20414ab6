"""The validity period of a chain of X.509 certificates. Pure: the time is an argument.

A chain is valid as long as each of its certificates is (RFC 5280, section 6). A proxy certificate (RFC 3820)
is followed by the certificate that signed it; the first of them to expire ends both.
"""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from seawall.core.errors import CertificateError
from seawall.core.whole_import import import_whole

__all__ = ["CertificateValidity", "parse_validity"]

_LONGEST_NOTICE = timedelta(days=7)
_NOTICE_SHARE = 0.1


@frozen(kw_only=True)
class CertificateValidity:
    """The period in which a certificate is valid, both ends included, in UTC."""

    not_before: datetime
    not_after: datetime

    def require_valid(self, now: float, name: str) -> None:
        """Raise CertificateError, naming the certificate `name`, unless it is valid at `now`.

        `now` is in seconds since 1970.
        """
        at = datetime.fromtimestamp(now, UTC)
        if at > self.not_after:
            raise CertificateError(
                f"The client certificate in {name} expired at {self.not_after:%Y-%m-%d %H:%M} UTC. Renew it, "
                "then make a new client."
            )
        if at < self.not_before:
            raise CertificateError(
                f"The client certificate in {name} is not valid before {self.not_before:%Y-%m-%d %H:%M} UTC. "
                "Check this machine's clock."
            )

    def expires_soon(self, now: float) -> bool:
        """Return whether it expires within a week; within a tenth of the period if that is less."""
        notice = min(_LONGEST_NOTICE, _NOTICE_SHARE * (self.not_after - self.not_before))
        return datetime.fromtimestamp(now, UTC) >= self.not_after - notice


def parse_validity(pem: bytes) -> CertificateValidity:
    """Return the validity period of the chain in `pem`; raises ValueError if it contains no certificate."""
    # 70 ms, and only clients with a certificate need it.
    import_whole("cryptography.x509")
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    chain = load_pem_x509_certificates(pem)
    return CertificateValidity(
        not_before=max(certificate.not_valid_before_utc for certificate in chain),
        not_after=min(certificate.not_valid_after_utc for certificate in chain),
    )
