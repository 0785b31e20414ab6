"""The registry, the VOSI documents of each service, and the certificate service."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from seawall.local.sessions import TOKEN_FILE, SessionsSettings
from seawall.local.sessions.identity.settings import IdentitySettings
from tests.local.sessions.client import SessionsHttp
from tests.local.sessions.conftest import StartSessions
from tests.local.sessions.identity.test_login import basic
from tests.local.wall_clock import FakeWallClock

AVAILABILITY = "{http://www.ivoa.net/xml/VOSIAvailability/v1.0}"
CAPABILITIES = "{http://www.ivoa.net/xml/VOSICapabilities/v1.0}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def document(response: Any) -> ET.Element:
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/xml")
    return ET.fromstring(response.text)


def capabilities_of(server: SessionsHttp, path: str) -> dict[str, tuple[str, set[str]]]:
    """URL and the last words of the security methods, by standard."""
    root = document(server.http.get(path))
    assert root.tag == f"{CAPABILITIES}capabilities"
    found = {}
    for capability in root:
        [interface] = capability
        assert (interface.get(XSI_TYPE), interface.get("role")) == ("vs:ParamHTTP", "std")
        methods = {str(each.get("standardID")) for each in interface.findall("securityMethod")}
        url = str(interface.findtext("accessURL"))
        found[str(capability.get("standardID"))] = (url, {each.partition("#")[2] for each in methods})
    return found


def test_availability_needs_no_login_and_changes_when_told(sessions: SessionsHttp) -> None:
    def state() -> tuple[str | None, str | None]:
        root = document(sessions.http.get("/skaha/availability"))
        return root.findtext(f"{AVAILABILITY}available"), root.findtext(f"{AVAILABILITY}note")

    def short() -> tuple[int, str]:
        response = sessions.http.get("/skaha/availability?detail=min")
        return response.status_code, response.text

    assert state() == ("true", "The service is accepting requests.")
    assert short() == (200, "")
    availability = sessions.server.identity.availability
    availability.is_available, availability.note = False, "down for <repair> & more"
    assert state() == ("false", "down for <repair> & more")
    assert short() == (503, "")


def test_availability_starts_as_the_settings_say(start: StartSessions, settings: SessionsSettings) -> None:
    server = start(evolve(settings, identity=IdentitySettings(is_available=False)))
    assert "<vosi:available>false</vosi:available>" in server.http.get("/skaha/availability").text


def test_availability_tells_the_start_and_the_address_of_the_client(sessions: SessionsHttp) -> None:
    text = sessions.http.get("/skaha/availability").text
    assert "<vosi:upSince>2026-07-08T12:00:00Z</vosi:upSince>" in text
    assert "<!--<clientip>testclient</clientip>-->" in text


def test_capabilities_of_the_session_api(sessions: SessionsHttp) -> None:
    methods = {"tls-with-certificate", "token", "cookie"}
    platform = "http://www.opencadc.org/std/platform"
    assert capabilities_of(sessions, "/skaha/capabilities") == {
        "ivo://ivoa.net/std/VOSI#capabilities": ("http://localhost/skaha/capabilities", set()),
        "ivo://ivoa.net/std/VOSI#availability": ("http://localhost/skaha/availability", set()),
        "vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0": ("http://localhost/skaha/v0", methods),
        f"{platform}#session-1": ("http://localhost/skaha/v1/session", methods),
        f"{platform}#image-1": ("http://localhost/skaha/v1/image", methods),
        f"{platform}#context-1": ("http://localhost/skaha/v1/context", methods),
        f"{platform}#repository-1": ("http://localhost/skaha/v1/repository", methods),
    }
    for path in ("/skaha/capabilities", "/skaha"):  # clients ask at the base if the server can be reached
        head = sessions.http.head(path)
        assert (head.status_code, head.text) == (200, ""), path


@pytest.mark.parametrize("leaf", ["arc", "cavern"])
def test_capabilities_of_storage(sessions: SessionsHttp, leaf: str) -> None:
    found = capabilities_of(sessions, f"/{leaf}/capabilities")
    assert found["ivo://ivoa.net/std/VOSpace/v2.0#nodes"][0] == f"http://localhost/{leaf}/nodes"


def test_each_record_of_the_registry_has_capabilities(sessions: SessionsHttp) -> None:
    text = sessions.http.get("/reg/resource-caps").text
    records = [line.split(" = ") for line in text.splitlines() if not line.startswith("#")]
    assert [uri for uri, _ in records] == [
        f"ivo://cadc.nrc.ca/{leaf}" for leaf in ("skaha", "arc", "cavern", "cred")
    ]
    for _, url in records:
        assert capabilities_of(sessions, url)


def test_the_registries_of_the_real_systems_have_names_of_their_own(
    start: StartSessions, settings: SessionsSettings
) -> None:
    names = ("cadc-west-01.canfar.net", "spsrc27.iaa.csic.es")
    server = start(evolve(settings, identity=IdentitySettings(host_names=names)))
    found = [server.http.get("/reg/resource-caps", headers={"Host": name}).text for name in names]
    assert [text.splitlines()[1] for text in found] == [
        "ivo://cadc.nrc.ca/skaha = http://cadc-west-01.canfar.net/skaha/capabilities",
        "ivo://espsrc.iaa.csic.es/skaha = http://spsrc27.iaa.csic.es/skaha/capabilities",
    ]


def test_a_certificate_for_user_and_password(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    found = capabilities_of(sessions, "/cred/capabilities")
    url, methods = found["ivo://ivoa.net/std/CDP#proxy-1.0"]
    assert methods == {"BasicAA"}
    token = json.loads((sessions.server.settings.data_dir / TOKEN_FILE).read_text())["grace"]
    response = sessions.http.get(url, params={"daysValid": 3}, headers=basic("grace", token))
    assert response.status_code == 200
    proxy, owner = x509.load_pem_x509_certificates(response.content)
    key = load_pem_private_key(response.content, None)
    assert key.public_key() == proxy.public_key()
    assert proxy.not_valid_after_utc == clock.now + timedelta(days=3)
    assert proxy.issuer == owner.subject
    assert list(proxy.subject)[:-1] == list(owner.subject)
    assert "CN=grace" in owner.subject.rfc4514_string()


def test_a_wrong_password_or_period_gets_no_certificate(sessions: SessionsHttp) -> None:
    token = json.loads((sessions.server.settings.data_dir / TOKEN_FILE).read_text())["grace"]
    for headers in ({}, basic("ada", token), basic("unknown", token), {"Authorization": f"Bearer {token}"}):
        response = sessions.http.get("/cred/proxy", headers=headers)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Basic realm=")
    for days in ("0", "31", "many"):
        response = sessions.http.get(f"/cred/proxy?daysValid={days}", headers=basic("grace", token))
        assert (response.status_code, response.text) == (400, f"Invalid value for 'daysValid': {days}\n")


def test_an_unknown_service_is_not_found(sessions: SessionsHttp) -> None:
    for path in ("/", "/other/capabilities", "/cred", "/skaha/", "/reg/", "/openapi.json"):
        assert sessions.http.get(path).status_code in {400, 404}, path
