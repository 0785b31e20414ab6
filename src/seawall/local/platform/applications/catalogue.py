"""Catalogue of the applications, by id."""

from uuid import UUID

from seawall.local.platform.applications.documents import Document, documents_of
from seawall.local.platform.applications.image_qc import IMAGE_QC
from seawall.local.platform.applications.trial_app import TEST_APP
from seawall.local.platform.store.states import VersionDocumentVisibility

__all__ = ["APPLICATIONS", "public_document", "public_documents"]

APPLICATIONS = {application.application_id: application for application in (IMAGE_QC, TEST_APP)}


def public_documents(application_id: str, number: str) -> list[Document] | None:
    """List the public documents of a version by name; None if there is no such version."""
    application = APPLICATIONS.get(application_id)
    version = application.version(number) if application else None
    if application is None or version is None:
        return None
    documents = documents_of(application, version)
    return [each for each in documents if each.visibility is VersionDocumentVisibility.PUBLIC]


def public_document(document_id: UUID) -> Document | None:
    """Return the public document with this id, or None."""
    return next(
        (
            document
            for application in APPLICATIONS.values()
            for version in application.versions
            for document in public_documents(application.application_id, version.number) or ()
            if document.document_id == document_id
        ),
        None,
    )
