"""Lists of services, and capabilities in XML."""

import pytest

from seawall.sdks.sessions.identity.registry import (
    Capability,
    Service,
    certificate_url,
    parse_capabilities,
    parse_registry,
    server_version,
)
from tests.rows import row
from tests.sdks.sessions.identity_server import CAPABILITIES, CERTIFICATE_CAPABILITIES, REGISTRY

SESSIONS = "http://www.opencadc.org/std/platform#session-1"


def test_a_list_of_services_is_read_line_by_line() -> None:
    text = """
# ivo://comment.test/skaha = https://comment.test/skaha/capabilities
ivo://cadc.nrc.ca/skaha = https://ws-uv.canfar.net/skaha/capabilities  # the first
  ivo://a.test/x/y=https://a.test/path
ivo://no.test/skaha = ftp://no.test/skaha
ivo://no.test/skaha
ivo://no.test/skaha = https:///capabilities
ivo://no.test/skaha = https://[::1/capabilities
not a line
"""
    assert parse_registry(text) == (
        Service(
            uri="ivo://cadc.nrc.ca/skaha",
            authority="cadc.nrc.ca",
            name="skaha",
            url="https://ws-uv.canfar.net/skaha",
        ),
        Service(uri="ivo://a.test/x/y", authority="a.test", name="x/y", url="https://a.test/path"),
    )
    assert parse_registry("") == ()


def test_services_for_development_are_told_by_name_or_address() -> None:
    for uri, url, expected in [
        ("ivo://cadc.nrc.ca/skaha", "https://ws-uv.canfar.net/skaha", False),
        ("ivo://cadc.nrc.ca/skaha-dev", "https://ws-uv.canfar.net/skaha", True),
        ("ivo://src.test.org/skaha", "https://src.org/skaha", True),
        ("ivo://src.org/skaha", "https://rc-uv.canfar.net/skaha", True),
        ("ivo://src.org/skaha", "https://STAGING.src.org/skaha", True),
        ("ivo://src.org/skaha", "https://src.org/preprod/skaha", True),
    ]:
        with row(uri, url):
            service = Service(uri=uri, authority="x", name="skaha", url=url)
            assert service.is_development is expected


def test_capabilities_name_interfaces_and_security_methods() -> None:
    found = parse_capabilities(CAPABILITIES)
    assert found[0] == Capability(
        standard=SESSIONS,
        url="http://127.0.0.1:8800/skaha/v1/session",
        security=(
            "ivo://ivoa.net/sso#tls-with-certificate",
            "ivo://ivoa.net/sso#token",
            "ivo://ivoa.net/sso#cookie",
        ),
    )
    assert server_version(found) == ("v1", ("x509", "oidc"))
    assert server_version(found[1:]) == ("v0", ())
    assert certificate_url(found) is None
    assert (
        certificate_url(parse_capabilities(CERTIFICATE_CAPABILITIES)) == "http://127.0.0.1:8800/cred/generate"
    )


def test_a_service_without_a_version_is_no_server() -> None:
    for standard, url in [(SESSIONS, "https://a.test/session"), ("ivo://other", "https://a.test/v1/x")]:
        assert server_version([Capability(standard=standard, url=url, security=())]) is None


def test_a_document_that_has_no_capabilities_is_refused() -> None:
    for body in (b"", b"<html/>", b"<!DOCTYPE x><capabilities/>", b"{}"):
        with row(body), pytest.raises(ValueError, match="document"):
            parse_capabilities(body)
    url = b"<accessURL>javascript:x</accessURL>"
    odd = b"<capabilities><capability><interface>" + url + b"</interface></capability><x/></capabilities>"
    assert parse_capabilities(odd) == ()
    assert len(parse_registry(REGISTRY)) == 6
