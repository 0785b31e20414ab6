"""The list of services, the OIDC server and the certificate service of an identity provider, in memory."""

from collections.abc import Callable, Mapping
from typing import Never

from seawall.core.http.message import Request, Response
from seawall.testing import json_response
from tests.core.vosi.documents import CAPABILITIES, CERTIFICATE_CAPABILITIES, REGISTRY, URL
from tests.runtime.certificates import person, proxy_of

__all__ = ["DISCOVERY", "URL", "IdentityServer", "no_transport"]

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


def no_transport(*_: object) -> Never:
    """Fail: the test has a transport already, or sends nothing."""
    raise AssertionError("no transport may be made")
