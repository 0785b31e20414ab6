"""Recorded responses of a server, without secrets, in a JSON file."""

import base64
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field

from seawall.core.errors import ConfigError
from seawall.core.http.message import Headers, Request, Response
from seawall.core.redaction.secret_patterns import HIDDEN
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.path_argument import as_path
from seawall.testing.compared_request import ComparedRequest, nearest
from seawall.testing.redaction import Redaction

__all__ = ["Cassette"]

_VERSION = 1
_MOST_NAMED = 5
_HARMLESS_HEADERS = frozenset(
    {
        *("accept", "accept-ranges", "age", "cache-control", "content-digest", "content-encoding"),
        *("content-language", "content-length", "content-range", "content-type", "date", "deprecation"),
        *("etag", "expires", "if-match", "if-none-match", "if-range", "last-modified", "link", "location"),
        *("range", "ratelimit", "ratelimit-limit", "ratelimit-policy", "ratelimit-remaining"),
        *("ratelimit-reset", "repr-digest", "retry-after", "sunset", "user-agent", "vary", "x-request-id"),
    }
)
# Wrong once the body is redacted.
_DIGESTS = frozenset({"content-digest", "repr-digest"})


@define
class Cassette:
    """The requests and responses in the JSON file `path`: replayed if it exists, recorded if it does not.

    Redacted are the values of headers that are not known to be harmless, the values of secret names such as
    `token` (in JSON, forms, URLs and other text), text that looks like a token, and each text in `hidden`.
    Requests are compared in the redacted form: method, path, query and body, and with `match_origin` also
    scheme, host and port. `save` writes the file atomically, with mode 0600. With `record`, an existing file
    is recorded again. Raises ConfigError for a file that is not a cassette.
    """

    path: Path = field(converter=as_path)
    hidden: Collection[str] = field(default=(), kw_only=True, repr=False)
    record: bool = field(default=False, kw_only=True)
    match_origin: bool = field(default=False, kw_only=True)
    _interactions: list[dict[str, Any]] = field(init=False, factory=list, repr=False)
    _recorded: list[tuple[ComparedRequest, Mapping[str, Any]]] = field(init=False, factory=list, repr=False)
    _used: set[int] = field(init=False, factory=set, repr=False)
    _redaction: Redaction = field(init=False, repr=False)
    is_recording: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._redaction = Redaction(self.hidden)
        self.is_recording = self.record or not self.path.exists()
        if not self.is_recording:
            self._recorded = _read(self.path, match_origin=self.match_origin)

    def replay(self, request: Request) -> Response:
        """Return the recorded response to `request`. Equal requests get their responses in order, each once.

        Raises AssertionError if there is none left; it names the recorded request that is most like this one.
        """
        wanted = _compared(self._redacted_request(request), match_origin=self.match_origin)
        for number, (recorded, response) in enumerate(self._recorded):
            if number not in self._used and recorded == wanted:
                self._used.add(number)
                return _response_from(response)
        raise AssertionError(
            f"{self.path.name} has no response left for {wanted}. {self._reason(wanted)}Record it again: "
            "pytest --seawall-record, or delete the file."
        )

    def assert_used_up(self) -> None:
        """Raise AssertionError unless each recorded response was replayed; a recording is always used up."""
        unused = [str(one) for number, (one, _) in enumerate(self._recorded) if number not in self._used]
        if unused:
            raise AssertionError(
                f"{len(unused)} of {len(self._recorded)} recorded responses of {self.path.name} were not "
                f"replayed: {', '.join(unused[:_MOST_NAMED])}{', …' * (len(unused) > _MOST_NAMED)}."
            )

    def add(self, request: Request, response: Response) -> None:
        """Record `response` for `request`."""
        body = self._redaction.body(response.body, response.headers.get("content-type", ""))
        headers = self._redacted_headers(response.headers)
        if body != response.body:
            headers = {name: value for name, value in headers.items() if name not in _DIGESTS}
        redacted = {"status": response.status, "headers": headers, "body": _text_or_base64(body)}
        self._interactions.append({"request": self._redacted_request(request), "response": redacted})

    def save(self) -> None:
        """Write a recording to the file; does nothing in replay."""
        if not self.is_recording:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"version": _VERSION, "interactions": self._interactions}, indent=2)
        write_atomically(self.path, f"{text}\n".encode())

    def _reason(self, wanted: ComparedRequest) -> str:
        recorded = [one for one, _ in self._recorded]
        found = nearest(recorded, wanted)
        if found is None:
            return "It has no recorded request at all. "
        number, differences = found
        if not differences:
            count = recorded.count(wanted)
            return f"This request was recorded {count} time{'s' * (count > 1)}, and replayed as often. "
        lines = "".join(f"\n  {line}" for line in differences)
        return f"The nearest recorded request is number {number + 1}, {recorded[number]}:{lines}\n"

    def _redacted_request(self, request: Request) -> dict[str, Any]:
        content_type = Headers(request.headers).get("content-type", "")
        return {
            "method": request.method,
            "url": self._redaction.url(request.url),
            "headers": self._redacted_headers(request.headers),
            "body": _comparable(self._redaction.body(_body_bytes(request), content_type)),
        }

    def _redacted_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {name.lower(): self._redacted_header(name.lower(), value) for name, value in headers.items()}

    def _redacted_header(self, name: str, value: str) -> str:
        if name not in _HARMLESS_HEADERS:
            return HIDDEN
        return self._redaction.url(value) if name == "location" else self._redaction.text(value)


def _read(path: Path, *, match_origin: bool) -> list[tuple[ComparedRequest, Mapping[str, Any]]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        # A KeyError for another version.
        interactions = {document["version"]: document["interactions"]}[_VERSION]
        return [
            (_compared(entry["request"], match_origin=match_origin), dict(entry["response"]))
            for entry in interactions
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"{path} is not a cassette of this version. Delete it and record it again."
        ) from error


def _compared(request: Mapping[str, Any], *, match_origin: bool) -> ComparedRequest:
    return ComparedRequest.of(
        request["method"],
        request["url"],
        content_type=request["headers"].get("content-type", ""),
        body=request["body"],
        match_origin=match_origin,
    )


def _response_from(recorded: Mapping[str, Any]) -> Response:
    match recorded["body"]:
        case {"base64": text}:
            body = base64.b64decode(text)
        case {"json": value}:
            # The format of earlier releases.
            body = json.dumps(value).encode()
        case text:
            body = str(text).encode()
    # The recorded body is decoded, and redaction changes its length.
    headers = {
        name: value
        for name, value in recorded["headers"].items()
        if name not in {"content-encoding", "content-length"}
    }
    return Response(recorded["status"], headers, body)


def _text_or_base64(body: bytes) -> object:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _comparable(body: bytes) -> object:
    # JSON is compared by value: the order of keys does not matter.
    try:
        return {"json": json.loads(body)}
    except ValueError:
        return _text_or_base64(body)


def _body_bytes(request: Request) -> bytes:
    if request.body is None:
        return b""
    if isinstance(request.body, bytes):
        return request.body
    raise ConfigError("A cassette can not record this request: its body is a stream, not bytes.")
