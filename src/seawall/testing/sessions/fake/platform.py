"""The operations of the fake service that read the platform: images, options, use, and the service itself."""

from attrs import frozen

from seawall.core.http.message import Response
from seawall.sdks.sessions.states import SessionKind
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.problem import TextProblemError
from seawall.testing.script import json_response
from seawall.testing.sessions.fake.state import SessionsState
from seawall.testing.sessions.fake.wire_models import (
    availability_document,
    wire_image,
    wire_options,
    wire_use,
)

__all__ = ["PlatformHandlers"]


@frozen(eq=False)
class PlatformHandlers:
    """Answers the operations on the platform."""

    state: SessionsState

    def images(self, call: FakeCall) -> Response:
        """GET /v1/image."""
        kind = call.one("type")
        if kind is not None and not SessionKind(kind).is_known:
            raise TextProblemError(400, f"unknown type: {kind}")
        found = [one for one in self.state.images if kind is None or kind in one.kinds]
        return json_response(200, [wire_image(one) for one in found])

    def registries(self, _: FakeCall) -> Response:
        """GET /v1/repository."""
        return json_response(200, sorted({one.id.partition("/")[0] for one in self.state.images}))

    def options(self, _: FakeCall) -> Response:
        """GET /v1/context."""
        return json_response(200, wire_options(self.state.options))

    def use(self, _: FakeCall) -> Response:
        """GET /v1/session?view=stats."""
        return json_response(200, wire_use(self.state.use))

    def availability(self, _: FakeCall) -> Response:
        """GET /availability."""
        return _xml(availability_document(self.state.availability))

    def capabilities(self, _: FakeCall) -> Response:
        """GET /capabilities: the interface of sessions, with a token."""
        return _xml(
            '<capabilities xmlns="http://www.ivoa.net/xml/VOSICapabilities/v1.0">'
            '<capability standardID="http://www.opencadc.org/std/platform#session-1"><interface>'
            f'<accessURL use="base">{self.state.url}/skaha/v1/session</accessURL>'
            '<securityMethod standardID="ivo://ivoa.net/sso#token" />'
            "</interface></capability></capabilities>"
        )


def _xml(text: str) -> Response:
    return Response(200, {"content-type": "text/xml"}, text.encode())
