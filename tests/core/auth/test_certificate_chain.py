"""The validity period of certificate chains (RFC 5280, section 6)."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from seawall.core.auth.certificate_chain import (
    CertificateValidity,
    has_proxy_certificate,
    key_fault,
    parse_validity,
)
from seawall.core.errors import CertificateError
from tests.runtime.certificates import NOW, person, proxy_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
VALIDITY = CertificateValidity(not_before=NOW, not_after=NOW + DAY)


def test_a_chain_is_valid_as_long_as_all_of_its_certificates_are() -> None:
    owner = person(not_before=NOW - DAY, not_after=NOW + 2 * HOUR)
    for not_before, not_after, expected in [
        (NOW - HOUR, NOW + HOUR, (NOW - HOUR, NOW + HOUR)),
        (NOW - 2 * DAY, NOW + 3 * HOUR, (NOW - DAY, NOW + 2 * HOUR)),
    ]:
        proxy = proxy_of(owner, not_before=not_before, not_after=not_after)
        validity = parse_validity(proxy.certificate_pem() + proxy.key_pem() + owner.certificate_pem())
        assert (validity.not_before, validity.not_after) == expected


def test_text_without_a_certificate_is_a_value_error() -> None:
    for pem in [b"", b"no certificate", person().key_pem()]:
        with pytest.raises(ValueError, match="PEM"):
            parse_validity(pem)


def test_both_ends_of_the_period_are_valid() -> None:
    for at in [NOW, NOW + DAY / 2, NOW + DAY]:
        VALIDITY.require_valid(at.timestamp(), "a.pem")
        assert VALIDITY.includes(at.timestamp())
    for at in [NOW - HOUR, NOW + DAY + HOUR]:
        assert not VALIDITY.includes(at.timestamp())


def test_a_key_fits_its_own_certificate_only() -> None:
    owner, other = person(), person()
    older = owner.key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"hunter2")
    )
    chain = owner.certificate_pem() + other.certificate_pem()
    for key, password, fault in [
        (owner.key_pem(), None, None),
        (owner.key_pem(), "unused", None),
        (owner.key_pem("hunter2"), "hunter2", None),
        (older, "hunter2", None),
        (owner.key_pem("hunter2"), None, "is encrypted: give its password"),
        (older, "", "is encrypted: give its password"),
        (older, "wrong", "can not be decrypted: check its password"),
        (other.key_pem(), None, "belongs to another certificate: give the key that was made with this one"),
        (owner.certificate_pem(), None, "contains no private key in PEM form: add the key, or name the file"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", None, "can not be read"),
    ]:
        found = key_fault(chain, key, password)
        assert found == fault or (fault is not None and str(found).startswith(fault))


def test_the_error_outside_of_the_period_has_the_name_and_the_date() -> None:
    second = timedelta(seconds=1)
    for at, message in [
        (NOW - second, r"in a\.pem is not valid before 2026-03-01 12:00 UTC\. Check this machine's clock\."),
        (NOW + DAY + second, r"in a\.pem expired at 2026-03-02 12:00 UTC\. Renew it"),
    ]:
        with pytest.raises(CertificateError, match=message):
            VALIDITY.require_valid(at.timestamp(), "a.pem")


def test_a_certificate_expires_soon_within_a_week_or_a_tenth_of_its_period() -> None:
    for life_days, left_days, is_soon in (
        (365, 8, False),
        (365, 7, True),
        (365, 0, True),
        (10, 1.1, False),
        (10, 1, True),
        (0.5, 0.06, False),
        (0.5, 0.05, True),
    ):
        end = datetime(2026, 3, 1, tzinfo=UTC)
        validity = CertificateValidity(not_before=end - timedelta(days=life_days), not_after=end)
        assert validity.expires_soon((end - timedelta(days=left_days)).timestamp()) is is_soon


def test_a_proxy_certificate_is_told_by_its_extension() -> None:
    owner = person()
    proxy = proxy_of(owner)
    for pem, expected in [
        (proxy.certificate_pem(), True),
        (owner.certificate_pem() + proxy.certificate_pem(), True),
        (owner.certificate_pem(), False),
        (proxy.key_pem(), False),
        (b"", False),
    ]:
        assert has_proxy_certificate(pem) is expected
