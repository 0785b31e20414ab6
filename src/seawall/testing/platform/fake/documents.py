"""The operations of the fake platform on documents of versions."""

from collections.abc import Sequence

from attrs import frozen

from seawall.core.http.message import Response
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.documents import DocumentVisibility, VersionDocument
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.files import file_response
from seawall.testing.fakes.problem import ProblemError
from seawall.testing.platform.fake.state import PlatformState
from seawall.testing.script import json_response

__all__ = ["DocumentHandlers"]


@frozen(eq=False)
class DocumentHandlers:
    """Answers the operations on documents; `url` is the base URL of their contents."""

    state: PlatformState
    url: str

    def list(self, call: FakeCall) -> Response:
        """GET /v1/applications/{application_id}/versions/{version}/documents."""
        return json_response(200, [_wire_document(one) for one, _ in self._visible(call)])

    def get(self, call: FakeCall) -> Response:
        """GET /v1/applications/{application_id}/versions/{version}/documents/{name}."""
        return json_response(200, _wire_document(self._named(call)))

    def content_url(self, call: FakeCall) -> Response:
        """GET …/documents/{name}/file and …/documents/{name}/content."""
        url = f"{self.url}/documents/{self._named(call).document_id}"
        return Response(307, {"location": url, "cache-control": "no-store"})

    def content(self, call: FakeCall) -> Response:
        """GET the content of a document, without a token."""
        wanted = call.uuid("document_id")
        for documents in self.state.documents.values():
            for document, content in documents:
                if document.document_id == wanted:
                    return file_response(call.seen, content, media_type=document.media_type)
        raise ProblemError(404, "Document not found")

    def _visible(self, call: FakeCall) -> Sequence[tuple[VersionDocument, bytes]]:
        version = call.path["application_id"], call.path["version"]
        if version not in self.state.versions:
            raise ProblemError(404, "Application version not found")
        found = self.state.documents.get(version, [])
        public = [one for one in found if one[0].visibility == DocumentVisibility.PUBLIC]
        return sorted(public, key=lambda one: one[0].name)

    def _named(self, call: FakeCall) -> VersionDocument:
        for document, _ in self._visible(call):
            if document.name == call.path["name"]:
                return document
        raise ProblemError(404, "Document not found")


def _wire_document(document: VersionDocument) -> wire.VersionDocumentResponse:
    return wire.VersionDocumentResponse(
        id=document.document_id,
        name=document.name,
        mime_type=document.media_type,
        visibility=wire.VersionDocumentVisibility(document.visibility),
        created_at=document.created_at,
        updated_at=document.updated_at,
    )
