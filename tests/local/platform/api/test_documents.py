"""Documents of application versions."""

import pytest

from tests.local.platform.client import PlatformClient

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

DOCUMENTS = "/applications/test-app/versions/1.0.0/documents"


def test_public_documents_are_listed(shared: PlatformClient) -> None:
    documents = shared.get(DOCUMENTS).json()
    assert [(each["name"], each["mime_type"]) for each in documents] == [
        ("changelog.md", "text/markdown"),
        ("schemas.json", "application/json"),
    ]
    assert {each["visibility"] for each in documents} == {"public"}
    assert shared.get(f"{DOCUMENTS}/schemas.json").json() == documents[1]


def test_the_ids_of_documents_are_those_of_their_version(shared: PlatformClient) -> None:
    older = shared.get("/applications/test-app/versions/0.9.0/documents").json()
    newer = shared.get(DOCUMENTS).json()
    assert len({each["id"] for each in (*older, *newer)}) == 4


def test_a_document_to_read_and_to_save(shared: PlatformClient) -> None:
    for form, disposition in (
        ("content", None),
        ("file", "attachment; filename*=UTF-8''changelog.md"),
    ):
        redirect = shared.get(f"{DOCUMENTS}/changelog.md/{form}")
        assert (redirect.status_code, redirect.headers["Cache-Control"]) == (307, "no-store"), form
        file = shared.http.request("GET", redirect.headers["Location"], headers={"Authorization": ""})
        assert (file.status_code, file.text) == (
            200,
            "# Test Application 1.0.0\n\nNew outcome: skipped.\n",
        ), form
        assert file.headers["Content-Type"].startswith("text/markdown"), form
        assert file.headers["X-Content-Type-Options"] == "nosniff", form
        assert file.headers.get("Content-Disposition") == disposition, form


def test_documents_that_are_not_offered_get_404(shared: PlatformClient) -> None:
    for path, detail in (
        (f"{DOCUMENTS}/review-notes.md", "Document not found"),  # internal
        (f"{DOCUMENTS}/review-notes.md/content", "Document not found"),
        (f"{DOCUMENTS}/none.md/file", "Document not found"),
        ("/applications/none/versions/1.0.0/documents", "Application version not found"),
        ("/applications/test-app/versions/latest/documents", "Application version not found"),
    ):
        response = shared.get(path)
        assert (response.status_code, response.json()["detail"]) == (404, detail), path


def test_a_link_is_for_its_document_only(shared: PlatformClient) -> None:
    location = shared.get(f"{DOCUMENTS}/changelog.md/content").headers["Location"]
    other = shared.get(DOCUMENTS).json()[1]["id"]
    mine = shared.get(DOCUMENTS).json()[0]["id"]
    for changed in (location.replace(mine, other), location.replace("/content?", "/file?"), f"{location}0"):
        assert shared.http.request("GET", changed).status_code == 403, changed
