"""The proofs of identity that a request may bring, and the challenges to one without."""

import json

import pytest
from attrs import evolve

from seawall.local.sessions import TOKEN_FILE, SessionsSettings
from seawall.local.sessions.identity.settings import IdentitySettings
from tests.local.sessions.client import SessionsHttp
from tests.local.sessions.conftest import StartSessions

SESSIONS = "/skaha/v1/session"


def user_of(server: SessionsHttp, headers: dict[str, str]) -> tuple[int, str | None]:
    response = server.http.get(SESSIONS, headers=headers)
    return response.status_code, response.headers.get("X-VO-Authenticated")


def token_of(server: SessionsHttp, user: str) -> str:
    return str(json.loads((server.server.settings.data_dir / TOKEN_FILE).read_text())[user])


def test_a_token_counts_in_each_place(sessions: SessionsHttp) -> None:
    token = token_of(sessions, "grace")
    for headers in (
        {"Authorization": f"Bearer {token}"},
        {"Authorization": f"bearer  {token}"},
        {"X-Auth-Token-Skaha": token},
        {"Cookie": f"CADC_SSO={token}"},
        {"Cookie": "other=1", "X-Auth-Token-Skaha": token},
    ):
        assert user_of(sessions, headers) == (200, "grace"), headers


def test_without_a_valid_proof_there_is_a_challenge(sessions: SessionsHttp) -> None:
    token = token_of(sessions, "ada")
    for headers in (
        {},
        {"Authorization": token},
        {"Authorization": f"Basic {token}"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer a.b.c"},
        {"X-Auth-Token-Skaha": "wrong"},
        {"Cookie": "CADC_SSO=wrong"},
        {"Cookie": f"other={token}"},
        # The first proof counts, also if it is invalid and another is valid.
        {"Authorization": "Bearer wrong", "Cookie": f"CADC_SSO={token}"},
    ):
        response = sessions.http.get(SESSIONS, headers=headers)
        assert response.status_code == 401, headers
        assert response.text.endswith("\n")
        assert "X-VO-Authenticated" not in response.headers
        assert response.headers.get_list("WWW-Authenticate") == [
            "Bearer",
            'ivoa_bearer standard_id="ivo://ivoa.net/sso#OpenID", access_url="http://localhost"',
            'ivoa_x509 standard_id="ivo://ivoa.net/sso#BasicAA", access_url="http://localhost/cred/proxy"',
        ]


@pytest.mark.parametrize("word", ["X509", "RUNTIME-X509"])
def test_a_header_names_a_certificate_user_only_with_the_switch(
    start: StartSessions, settings: SessionsSettings, word: str
) -> None:
    headers = {"X-Skaha-Authentication-Type": word}
    with_switch = evolve(settings, identity=IdentitySettings(certificate_header=True))
    server = start(with_switch)
    assert user_of(server, headers) == (200, "ada")
    assert user_of(server, {**headers, "Authorization": "Bearer wrong"}) == (401, None)
    assert user_of(server, {"X-Skaha-Authentication-Type": "OIDC"}) == (401, None)
    other = start(evolve(settings, data_dir=settings.data_dir / "other"))
    assert user_of(other, headers) == (401, None)


def test_other_host_names_are_refused_until_they_are_named(
    start: StartSessions, settings: SessionsSettings
) -> None:
    name = "ws-uv.canfar.net"
    server = start(evolve(settings, identity=IdentitySettings(host_names=(name,))))
    assert server.http.get("/reg/resource-caps", headers={"Host": name}).text.splitlines()[1:] == [
        f"ivo://cadc.nrc.ca/{leaf} = http://{name}/{leaf}/capabilities"
        for leaf in ("skaha", "arc", "cavern", "cred")
    ]
    assert server.http.get("/reg/resource-caps", headers={"Host": "other.example"}).status_code == 400
