"""Recorded conversations with a server, without secrets: what a cassette keeps, and how it is looked up."""

import base64
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret_patterns import HIDDEN
from seawall.runtime.files.atomic_write import write_atomically
from seawall.testing.redaction import Redaction

__all__ = ["Cassette"]

_VERSION = 1
_HARMLESS_HEADERS = frozenset(
    {
        *("accept", "accept-ranges", "age", "cache-control", "content-digest", "content-encoding"),
        *("content-language", "content-length", "content-range", "content-type", "date", "deprecation"),
        *("etag", "expires", "if-match", "if-none-match", "if-range", "last-modified", "link", "location"),
        *("range", "ratelimit", "ratelimit-limit", "ratelimit-policy", "ratelimit-remaining"),
        *("ratelimit-reset", "repr-digest", "retry-after", "sunset", "user-agent", "vary", "x-request-id"),
    }
)
# They tell of the body as it was.
_DIGESTS = frozenset({"content-digest", "repr-digest"})


@define
class Cassette:
    """The conversation in the JSON file `path`: replayed where it exists, recorded where it does not.

    What is kept is redacted first: the values of headers that are not known to be harmless, all that stands
    behind a name that tells of a secret (in JSON, a form, an address or any text), what looks like a token
    wherever it stands, and each text in `hidden`. Requests are compared in that form too: method, URL
    and body. The file is written by `save`, whole, for its owner alone. Raises ConfigError for a file that is
    no cassette.
    """

    path: Path = field(converter=Path)
    hidden: Collection[str] = field(default=(), kw_only=True, repr=False)
    record: bool = field(default=False, kw_only=True)
    _interactions: list[dict[str, Any]] = field(init=False, factory=list, repr=False)
    _used: set[int] = field(init=False, factory=set, repr=False)
    _redaction: Redaction = field(init=False, repr=False)
    is_recording: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._redaction = Redaction(self.hidden)
        self.is_recording = self.record or not self.path.exists()
        if not self.is_recording:
            self._interactions = _read(self.path)

    def answer(self, request: Request) -> Response:
        """The recorded answer to `request`, each once, in order; AssertionError where there is none."""
        asked = self._kept_request(request, _body_bytes(request))
        for number, interaction in enumerate(self._interactions):
            if number not in self._used and _same(interaction["request"], asked):
                self._used.add(number)
                return _response(interaction["response"])
        raise AssertionError(
            f"{self.path.name} has no answer left to {asked['method']} {asked['url']}. Record it again: "
            "pytest --seawall-record, or delete the file."
        )

    def keep(self, request: Request, response: Response) -> None:
        """Record that `response` was the answer to `request`."""
        body = self._redaction.body(response.body, response.headers.get("content-type", ""))
        headers = self._kept_headers(response.headers)
        if body != response.body:
            headers = {name: value for name, value in headers.items() if name not in _DIGESTS}
        kept = {"status": response.status, "headers": headers, "body": _text(body)}
        self._interactions.append(
            {"request": self._kept_request(request, _body_bytes(request)), "response": kept}
        )

    def save(self) -> None:
        """Write what was recorded, in place of what was there; does nothing in replay."""
        if not self.is_recording:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"version": _VERSION, "interactions": self._interactions}, indent=2)
        write_atomically(self.path, f"{text}\n".encode())

    def _kept_request(self, request: Request, body: bytes) -> dict[str, Any]:
        kind = {name.lower(): value for name, value in request.headers.items()}.get("content-type", "")
        return {
            "method": request.method,
            "url": self._redaction.url(request.url),
            "headers": self._kept_headers(request.headers),
            "body": _comparable(self._redaction.body(body, kind)),
        }

    def _kept_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {name.lower(): self._kept_header(name.lower(), value) for name, value in headers.items()}

    def _kept_header(self, name: str, value: str) -> str:
        if name not in _HARMLESS_HEADERS:
            return HIDDEN
        return self._redaction.url(value) if name == "location" else self._redaction.text(value)


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        # Of another version there is no such key.
        interactions = {document["version"]: document["interactions"]}[_VERSION]
        return [
            {"request": dict(kept["request"]), "response": dict(kept["response"])} for kept in interactions
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path} is no cassette of this version. Delete it and record it again.") from error


def _same(kept: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    return all(kept[part] == asked[part] for part in ("method", "url", "body"))


def _response(kept: Mapping[str, Any]) -> Response:
    match kept["body"]:
        case {"base64": text}:
            body = base64.b64decode(text)
        case {"json": value}:  # as cassettes were written once
            body = json.dumps(value).encode()
        case text:
            body = str(text).encode()
    # The body is kept decoded, and may be shorter than it was.
    headers = {
        name: value
        for name, value in kept["headers"].items()
        if name not in {"content-encoding", "content-length"}
    }
    return Response(kept["status"], headers, body)


def _text(body: bytes) -> object:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _comparable(body: bytes) -> object:
    try:
        return {"json": json.loads(body)}
    except ValueError:
        return _text(body)


def _body_bytes(request: Request) -> bytes:
    if request.body is None:
        return b""
    if isinstance(request.body, bytes):
        return request.body
    raise ConfigError("A cassette records requests whose body is bytes; this one is a stream.")
