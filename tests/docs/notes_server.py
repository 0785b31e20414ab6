"""A server of the notes API of docs/sdk-authors-guide.md, with deliberate faults.

python tests/docs/notes_server.py 8080
"""

import base64
import hashlib
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from attrs import define, field

TOKEN = "notes-token"
SIGNATURE = "5f1c0ad3"
STATES = ("QUEUED", "RUNNING", "DONE")

Result: TypeAlias = tuple[int, dict[str, str], bytes]


@define
class Notes:
    """The data of the server and the received requests. Each fault happens as often as its counter says."""

    notes: dict[str, dict[str, object]] = field(factory=dict)
    files: dict[str, bytes] = field(factory=dict)
    keys: dict[str, dict[str, object]] = field(factory=dict)
    exports: dict[str, int] = field(factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(factory=list)
    responses_to_lose: int = 0
    downloads_to_break: int = 0
    lock: threading.Lock = field(factory=threading.Lock)

    def create(self, body: dict[str, str], key: str) -> dict[str, object]:
        """Return the note that was created with `key`, or create one."""
        if key not in self.keys:
            note_id = str(len(self.keys))
            note: dict[str, object] = {"note_id": note_id, **body, "created_at": "2026-01-02T03:04:05Z"}
            self.keys[key] = self.notes[note_id] = note
        return self.keys[key]

    def page(self, limit: int, cursor: int) -> dict[str, object]:
        """One page of notes, newest first; the cursor is the number of notes before it."""
        every = [*reversed(self.notes.values())]
        end = cursor + limit
        return {"items": every[cursor:end], "next_cursor": str(end) if end < len(every) else None}

    def count(self, method: str, path: str) -> int:
        """The number of requests to an endpoint."""
        return sum(1 for request in self.requests if request[:2] == (method, path))


class Handler(BaseHTTPRequestHandler):
    """Handles one connection; `notes_server` sets `notes` on a subclass."""

    notes: Notes
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("transfer-encoding"):
            body = self._chunks()
        url = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.notes.lock:
            self.notes.requests.append((self.command, url.path, headers))
            status, fields, content = self._respond(url.path, parse_qs(url.query), headers, body)
            if self.command == "POST" and self.notes.responses_to_lose:
                self.notes.responses_to_lose -= 1
                self.close_connection = True
                return
            breaks = url.path.startswith("/files/") and content and self.notes.downloads_to_break
            if breaks:
                self.notes.downloads_to_break -= 1
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if breaks else content)
        self.close_connection = self.close_connection or bool(breaks)

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline().strip(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _respond(
        self, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes
    ) -> Result:
        if path.startswith("/files/"):
            return self._file(path.removeprefix("/files/"), query, headers, body)
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return json_response(401, {"detail": "no such token"})
        for method, pattern, route in ROUTES:
            found = re.fullmatch(pattern, path)
            if found and method == self.command:
                return route(self, found.groups(), query, json.loads(body or b"null"))
        return json_response(404, {"detail": "no such path"})

    def _file(self, name: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes) -> Result:
        # A pre-signed URL must be requested without a token.
        if "authorization" in headers or query.get("signature") != [SIGNATURE]:
            return json_response(403, {"detail": "not signed"})
        if self.command == "PUT":
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            if headers.get("content-digest") != f"sha-256=:{digest}:":
                return json_response(400, {"detail": "the digest does not match"})
            self.notes.files[name] = body
            self.notes.notes[name]["attachment_sha256"] = hashlib.sha256(body).hexdigest()
            return 201, {}, b""
        content = self.notes.files[name]
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        found = re.fullmatch(r"bytes=(\d+)-", headers.get("range", ""))
        if found is None or headers.get("if-range", etag) != etag:
            return 200, {"etag": etag}, content
        start = int(found[1])
        fields = {"etag": etag, "content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        return 206, fields, content[start:]

    def _list(self, _: object, query: dict[str, list[str]], __: object) -> Result:
        limit, cursor = query.get("limit", ["50"])[0], query.get("cursor", ["0"])[0]
        return json_response(200, self.notes.page(int(limit), int(cursor)))

    def _create(self, _: object, __: object, body: dict[str, str]) -> Result:
        key = self.headers.get("idempotency-key")
        return (
            json_response(201, self.notes.create(body, key))
            if key
            else json_response(400, {"detail": "no key"})
        )

    def _get(self, ids: tuple[str, ...], _: object, __: object) -> Result:
        note = self.notes.notes.get(ids[0])
        return json_response(200, note) if note else json_response(404, {"detail": "no such note"})

    def _delete(self, ids: tuple[str, ...], _: object, __: object) -> Result:
        gone = self.notes.notes.pop(ids[0], None)
        return (204, {}, b"") if gone else json_response(404, {"detail": "no such note"})

    def _address(self, ids: tuple[str, ...], _: object, __: object) -> Result:
        return json_response(
            200, {"url": f"http://{self.headers['host']}/files/{ids[0]}?signature={SIGNATURE}"}
        )

    def _start(self, _: object, __: object, ___: object) -> Result:
        export_id = str(len(self.notes.exports))
        self.notes.exports[export_id] = 0
        return json_response(202, {"export_id": export_id, "state": STATES[0]})

    def _export(self, ids: tuple[str, ...], _: object, __: object) -> Result:
        # Each poll advances the state.
        position = self.notes.exports[ids[0]]
        self.notes.exports[ids[0]] = min(position + 1, len(STATES) - 1)
        state = STATES[position]
        count = {"note_count": len(self.notes.notes)} if state == "DONE" else {}
        return json_response(200, {"export_id": ids[0], "state": state, **count})


ROUTES: tuple[tuple[str, str, Callable[..., Result]], ...] = (
    ("GET", "/v1/notes", Handler._list),
    ("POST", "/v1/notes", Handler._create),
    ("GET", r"/v1/notes/(\w+)", Handler._get),
    ("DELETE", r"/v1/notes/(\w+)", Handler._delete),
    ("GET", r"/v1/notes/(\w+)/attachment", Handler._address),
    ("POST", r"/v1/notes/(\w+)/attachment", Handler._address),
    ("POST", "/v1/exports", Handler._start),
    ("GET", r"/v1/exports/(\w+)", Handler._export),
)


def json_response(status: int, data: Any) -> Result:
    """A response with a JSON body."""
    return status, {"content-type": "application/json"}, json.dumps(data).encode()


@contextmanager
def notes_server(notes: Notes, *, port: int = 0) -> Iterator[str]:
    """Run a server of `notes` on 127.0.0.1 and yield its base URL; port 0 selects a free port."""
    handler = type("NotesHandler", (Handler,), {"notes": notes})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    with notes_server(Notes(), port=int(sys.argv[1])) as url:
        print(f"export NOTES_BASE_URL={url} NOTES_TOKEN={TOKEN}")  # noqa: T201
        threading.Event().wait()
