"""The operations of the fake platform that read applications, and the account of the caller."""

from attrs import frozen

from seawall.core.http.message import Response
from seawall.sdks.platform.applications import Application, ApplicationSummary
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.lists import page_of, sorted_by
from seawall.testing.fakes.problem import ProblemError
from seawall.testing.platform.fake.state import PlatformState
from seawall.testing.platform.fake.wire_models import (
    wire_application,
    wire_me,
    wire_summary,
    wire_version,
)
from seawall.testing.script import json_response

__all__ = ["ApplicationHandlers"]


@frozen(eq=False)
class ApplicationHandlers:
    """Answers the operations on applications."""

    state: PlatformState

    def me(self, _: FakeCall) -> Response:
        """GET /v1/me."""
        return json_response(200, wire_me(self.state.me))

    def list(self, call: FakeCall) -> Response:
        """GET /v1/applications."""
        ordered = sorted(self.state.applications.values(), key=lambda one: one.application_id)
        ordered = sorted_by(
            ordered,
            call,
            {
                "application_id": lambda one: one.application_id,
                "name": lambda one: one.name,
                "description": lambda one: one.description,
                "regulatory_classes": lambda one: one.regulatory_classes,
            },
        )
        page = page_of(ordered, call, size_name="page-size")
        return json_response(200, [wire_summary(self._summary(application)) for application in page])

    def get(self, call: FakeCall) -> Response:
        """GET /v1/applications/{application_id}."""
        application = self.state.applications.get(call.path["application_id"])
        if application is None:
            raise ProblemError(404, "application not found")
        return json_response(200, wire_application(application))

    def version(self, call: FakeCall) -> Response:
        """GET /v1/applications/{application_id}/versions/{version}."""
        version = self.state.versions.get((call.path["application_id"], call.path["version"]))
        if version is None:
            raise ProblemError(404, "Application version not found")
        return json_response(200, wire_version(version))

    def _summary(self, application: Application) -> ApplicationSummary:
        latest = self.state.latest(application.application_id)
        return ApplicationSummary(
            application_id=application.application_id,
            name=application.name,
            description=application.description,
            regulatory_classes=application.regulatory_classes,
            latest_version=next(
                (version for version in application.versions if version.number == latest), None
            ),
        )
