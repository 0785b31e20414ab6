"""The capabilities of a service, in XML."""

import pytest

from seawall.core.errors import DecodeError
from seawall.core.vosi.capabilities import Capability, api_version, certificate_url, parse_capabilities
from tests.core.vosi.documents import CAPABILITIES, CERTIFICATE_CAPABILITIES
from tests.rows import row

STANDARDS = (
    "http://www.opencadc.org/std/platform#session-1",
    "vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0",
)


def test_capabilities_name_interfaces_and_security_methods() -> None:
    found = parse_capabilities(CAPABILITIES, "x")
    assert found[0] == Capability(
        standard=STANDARDS[0],
        url="http://127.0.0.1:8800/skaha/v1/session",
        security=(
            "ivo://ivoa.net/sso#tls-with-certificate",
            "ivo://ivoa.net/sso#token",
            "ivo://ivoa.net/sso#cookie",
        ),
    )
    assert api_version(found, STANDARDS) == ("v1", ("x509", "oidc"))
    assert api_version(found[1:], STANDARDS) == ("v0", ())
    assert certificate_url(found) is None
    assert (
        certificate_url(parse_capabilities(CERTIFICATE_CAPABILITIES, "x"))
        == "http://127.0.0.1:8800/cred/generate"
    )


def test_a_service_without_a_version_is_no_server() -> None:
    for standard, url in [(STANDARDS[0], "https://a.test/session"), ("ivo://other", "https://a.test/v1/x")]:
        assert api_version([Capability(standard=standard, url=url, security=())], STANDARDS) is None


def test_a_document_that_has_no_capabilities_is_refused() -> None:
    for body in (b"", b"<html/>", b"<!DOCTYPE x><capabilities/>", b"{}"):
        with row(body), pytest.raises(DecodeError, match=r"of the server can not be read: .*document"):
            parse_capabilities(body, "the server")
    url = b"<accessURL>javascript:x</accessURL>"
    odd = b"<capabilities><capability><interface>" + url + b"</interface></capability><x/></capabilities>"
    assert parse_capabilities(odd, "x") == ()
