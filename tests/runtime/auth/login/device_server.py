"""A login server of the device flow, behind a memory transport."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from seawall.core.auth.tokens import Token
from seawall.core.http.message import Request, Response
from seawall.runtime.auth.login import DevicePrompt, device_login
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.auth.login.logins import ISSUER, NOW_S

CODE: Mapping[str, object] = {
    "device_code": "device-1",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://login.test/activate",
    "expires_in": 900,
    "interval": 5,
}


class DeviceServer:
    """Sends discovery and `code`, then `polls` in order; an exception among them is raised."""

    def __init__(
        self, *polls: Response | Exception, code: Response | None = None, issuer: str = ISSUER
    ) -> None:
        self.clock = FakeClock(wall_s=NOW_S)
        self.prompts: list[DevicePrompt] = []
        self.transport = MemoryTransport(self.respond)
        self._issuer = issuer
        self._code = code or json_response(200, CODE)
        self._poll = Script(*polls)

    @property
    def forms(self) -> list[dict[str, list[str]]]:
        """The forms received so far."""
        return [
            parse_qs(form.body.decode()) for form in self.transport.requests if isinstance(form.body, bytes)
        ]

    def login(self, audience: str | None = None) -> Token:
        return device_login(
            self._issuer,
            "cli-1",
            transport=self.transport,
            show=self.prompts.append,
            audience=audience,
            clock=self.clock,
        )

    def respond(self, request: Request) -> Response:
        """Respond as the server does."""
        path = request.url.removeprefix(self._issuer)
        if (request.method, path) == ("GET", "/.well-known/openid-configuration"):
            document = {"token_endpoint": "/token", "device_authorization_endpoint": "/device"}
            return json_response(200, {name: self._issuer + path for name, path in document.items()})
        assert request.method == "POST"
        return self._code if path == "/device" else self._poll(request)
