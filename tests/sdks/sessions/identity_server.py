"""The list of services, the OIDC server and the certificate service of an identity provider, in memory."""

from collections.abc import Callable, Mapping

from seawall.core.http.message import Request, Response
from seawall.testing import json_response
from tests.runtime.certificates import person, proxy_of

URL = "http://127.0.0.1:8800"

REGISTRY = f"""
# the list of services
ivo://cadc.nrc.ca/skaha = {URL}/skaha/capabilities
ivo://cadc.nrc.ca/arc = {URL}/arc/capabilities
ivo://cadc.nrc.ca/cred = {URL}/cred/capabilities
ivo://gone.src.org/skaha = {URL}/gone/capabilities
ivo://dev.src.org/skaha = {URL}/other/capabilities
ivo://cadc.nrc.ca/cavern = {URL}/cavern/capabilities
"""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0"
  xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
"""


def _capability(standard: str, url: str, *security: str) -> str:
    methods = "".join(f'<securityMethod standardID="{one}" />' for one in security)
    return (
        f'<capability standardID="{standard}"><interface xsi:type="vs:ParamHTTP" role="std">'
        f'<accessURL use="base">{url}</accessURL>{methods}</interface></capability>\n'
    )


def _document(*capabilities: str) -> bytes:
    return f"{_HEAD}{''.join(capabilities)}</vosi:capabilities>".encode()


_SSO = "ivo://ivoa.net/sso#"
CAPABILITIES = _document(
    _capability(
        "http://www.opencadc.org/std/platform#session-1",
        f"{URL}/skaha/v1/session",
        *(_SSO + one for one in ("tls-with-certificate", "token", "cookie")),
    ),
    _capability("vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0", f"{URL}/skaha/v0"),
)
CERTIFICATE_CAPABILITIES = _document(
    _capability("ivo://ivoa.net/std/CDP#delegate-1.0", f"{URL}/cred/delegate", f"{_SSO}tls-with-certificate"),
    _capability("ivo://ivoa.net/std/CDP#proxy-1.0", f"{URL}/cred/priv", f"{_SSO}tls-with-certificate"),
    _capability("ivo://ivoa.net/std/CDP#proxy-1.0", f"{URL}/cred/generate", f"{_SSO}BasicAA"),
)
DISCOVERY = {
    "issuer": f"{URL}/",
    "token_endpoint": f"{URL}/token",
    "device_authorization_endpoint": f"{URL}/device",
    "registration_endpoint": f"{URL}/register",
    "userinfo_endpoint": f"{URL}/userinfo",
}
CODE = {
    "device_code": "d",
    "user_code": "WDJB",
    "verification_uri": f"{URL}/v",
    "expires_in": 600,
    "interval": 5,
}
PROXY = proxy_of(person())


class IdentityServer:
    """Answers by path; `answers` replace some. A token is `access-N`, a refresh token `refresh-N`."""

    def __init__(self, answers: Mapping[str, Response | Exception] | None = None) -> None:
        self.renewals = 0
        self.requests: list[Request] = []
        self.answers: dict[str, Response | Exception | Callable[[], Response]] = {
            "registry": Response(200, {}, REGISTRY.encode()),
            "skaha/capabilities": Response(200, {}, CAPABILITIES),
            "other/capabilities": Response(200, {}, CAPABILITIES),
            "gone/capabilities": Response(503),
            "cred/capabilities": Response(200, {}, CERTIFICATE_CAPABILITIES),
            "cred/generate?daysValid=30": Response(200, {}, PROXY.certificate_pem() + PROXY.key_pem()),
            ".well-known/openid-configuration": json_response(200, DISCOVERY),
            "register": json_response(
                201, {"client_id": "c-1", "client_secret": "s3cr3t-c", "client_secret_expires_at": 0}
            ),
            "device": json_response(200, CODE),
            "userinfo": json_response(200, {"preferred_username": "ada"}),
            "token": self._token,
            **(answers or {}),
        }

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        self.requests.append(request)
        answer = self.answers[request.url.removeprefix(f"{URL}/")]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Response) else answer()

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [request.url.removeprefix(f"{URL}/") for request in self.requests]

    def _token(self) -> Response:
        self.renewals += 1
        number = self.renewals
        return json_response(
            200,
            {
                "access_token": f"access-{number}",
                "refresh_token": f"refresh-{number}",
                "token_type": "Bearer",
                "expires_in": 600,
            },
        )
