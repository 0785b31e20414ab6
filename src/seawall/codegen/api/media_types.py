"""Kinds of media types."""

import re
from typing import Final

from seawall.codegen.api.model import MediaKind

__all__ = ["media_kind"]

_KINDS: Final[tuple[tuple[str, MediaKind], ...]] = (
    (r"application/x-www-form-urlencoded", "form"),
    (r"multipart/.+", "multipart"),
    (r"text/event-stream", "event-stream"),
    (r"(application|text)/(x-)?(ndjson|jsonl|jsonlines|json-lines|json-stream|jsonstream)", "json-lines"),
    (r"(application|text)/(.+\+)?(x-)?(ndjson|jsonl|json-seq)", "json-lines"),
    (r"application/stream\+json", "json-lines"),
    (r"(application|text)/(x-)?json", "json"),
    (r".+/.+\+json", "json"),
    # An answer of any media type is JSON far more often than anything else.
    (r"\*|\*/\*|application/\*", "json"),
    (r"(application|text)/xml", "xml"),
    (r".+/.+\+xml", "xml"),
    (r"text/.+", "text"),
    (r"application/(x-)?(yaml|toml|javascript|graphql|sql|pem-file|pem-certificate-chain)", "text"),
    (r".+/.+\+yaml", "text"),
)


def media_kind(media_type: str) -> MediaKind:
    """The kind of `media_type`, whose parameters do not count; an unknown one is `binary`."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, plain)), "binary")
