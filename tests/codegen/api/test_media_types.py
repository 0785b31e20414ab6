"""Kinds of media types."""

import pytest

from seawall.codegen.api.media_types import media_kind

KINDS = {
    "json": (
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "text/json",
        "*/*",
    ),
    "form": ("application/x-www-form-urlencoded",),
    "multipart": ("multipart/form-data", "multipart/mixed; boundary=x"),
    "event-stream": ("text/event-stream",),
    "json-lines": (
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        "application/json-seq",
        "application/geo+json-seq",
        "application/stream+json",
    ),
    "xml": ("application/xml", "text/xml", "application/atom+xml", "image/svg+xml"),
    "text": ("text/plain", "text/csv", "text/html; charset=utf-8", "application/yaml", "application/x-yaml"),
    "binary": ("application/octet-stream", "image/png", "application/pdf", "", "json", "application/zip"),
}


@pytest.mark.parametrize(
    ("media_type", "kind"), [(each, kind) for kind, types in KINDS.items() for each in types]
)
def test_kind_of_a_media_type(media_type: str, kind: str) -> None:
    assert media_kind(media_type) == kind
