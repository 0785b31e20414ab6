"""Lists of services."""

from seawall.core.vosi.services import Service, parse_services
from tests.core.vosi.documents import REGISTRY
from tests.rows import row


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
    assert parse_services(text) == (
        Service(
            uri="ivo://cadc.nrc.ca/skaha",
            authority="cadc.nrc.ca",
            name="skaha",
            url="https://ws-uv.canfar.net/skaha",
        ),
        Service(uri="ivo://a.test/x/y", authority="a.test", name="x/y", url="https://a.test/path"),
    )
    assert parse_services("") == ()
    assert len(parse_services(REGISTRY)) == 6


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
