# DO NOT EDIT. Derived from ../_async/documents.py by "python -m seawall.codegen.derive".
"""Documents of versions: list, read, download."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from seawall.core.engine.call import Call, call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.model.conversion import converted_items
from seawall.core.transfer.urls import download_url
from seawall.core.validation.arguments import checked_text, checked_version
from seawall.runtime.client._sync.resource import Resource
from seawall.runtime.transfer._sync.transfers import Downloads, RemoteFile
from seawall.runtime.transfer.local_file import checked_folder
from seawall.runtime.transfer.results import unwrap_all
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.documents import DownloadedDocument, VersionDocument

__all__ = ["Documents"]


class Documents(Resource[Context]):
    """`client.versions.documents`: the documents of versions of applications."""

    def list(
        self, application_id: str, version: str, *, nocache: bool = False
    ) -> tuple[VersionDocument, ...]:
        """List the documents of a version, without their contents. Raises NotFoundError."""
        call = calls.list_version_documents(
            checked_text(application_id, "application_id"), checked_version(version)
        )
        policy = self._context.policies.application_version
        result = self._context.engine.send(call, policy, nocache=nocache)
        return converted(call, result, lambda page: tuple(converted_items(VersionDocument.from_wire, page)))

    def get(
        self, application_id: str, version: str, name: str, *, nocache: bool = False
    ) -> VersionDocument:
        """Read a document, without its content. Raises NotFoundError."""
        call = calls.get_version_document(
            checked_text(application_id, "application_id"),
            checked_version(version),
            checked_text(name, "name"),
        )
        policy = self._context.policies.application_version
        call = call_converted_by(call, VersionDocument.from_wire)
        return converted(
            call, self._context.engine.send(call, policy, nocache=nocache), VersionDocument.from_wire
        )

    def content(self, application_id: str, version: str, name: str) -> bytes:
        """Return the content of a document. Raises as `download` does."""
        call = calls.get_version_document_content(
            checked_text(application_id, "application_id"),
            checked_version(version),
            checked_text(name, "name"),
        )
        with TemporaryDirectory() as folder:
            path = Path(folder, "content")
            self._context.downloader().fetch(partial(self._url, call), path)
            return path.read_bytes()

    def download(
        self, application_id: str, version: str, name: str, folder: str | Path
    ) -> DownloadedDocument:
        """Download a document to `folder`, under its own name made safe, and return its path.

        The file has its final name only after it is complete, and after its checksum matches if the server
        states one (Repr-Digest); a partial file is resumed. No name leads outside of `folder`. Raises
        NotFoundError, StorageError, ChecksumError, TransportError or StatusError.
        """
        folder = checked_folder(folder, "folder")
        document = self.get(application_id, version, name)
        call = calls.get_version_document_file(application_id, version, document.name)
        file = RemoteFile(
            data=document,
            id=document.document_id,
            name=document.name,
            media_type=document.media_type,
            locate=partial(self._url, call),
        )
        (there,) = unwrap_all(Downloads(self._context.downloader(), folder, 1).fetch([file]))
        return DownloadedDocument(name=document.name, media_type=document.media_type, path=there.path)

    def _url(self, call: Call[None]) -> str:
        """A new URL of a document's content; such URLs expire."""
        # Without retries: the download retries, with a new URL for each attempt.
        result = self._context.engine.send(call, self._context.policies.download.without_retries)
        return download_url(self._context.api_url, result.response.headers.get("location"))
