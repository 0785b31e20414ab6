"""Reads documents over HTTP: redirects, one Authorization header, and answers that are kept by ETag."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

from attrs import field, frozen

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.locations import is_url
from seawall.codegen.spec.plain_data import MAX_BYTES
from seawall.core.errors import TransportError
from seawall.core.http.message import Request, Response, host_and_port
from seawall.core.http.origin import same_origin
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.runtime.files.atomic_write import write_atomically

__all__ = ["HttpReader", "SpecTransport"]

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/json, application/yaml, text/yaml;q=0.9, */*;q=0.5"


class SpecTransport(Protocol):
    """Sends one HTTP request; any transport of `seawall.transports` does."""

    def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request` and return the complete response within `timeout_s` seconds."""


@frozen(kw_only=True)
class HttpReader:
    """Reads documents from URLs.

    `authorization` is sent to the origin of `home` alone. `cache` is a folder for documents with an ETag, for
    the next time; None keeps nothing.
    """

    transport: SpecTransport
    home: str
    authorization: Secret | None = field(default=None, repr=False)
    cache: Path | None = None

    def read(self, url: str, timeout_s: float, is_allowed: Callable[[str], bool]) -> tuple[str, bytes]:
        """Return the address that answered and its document.

        A redirect is followed where `is_allowed`, and never from https to http. Raises SpecError.
        """
        current = url
        for _ in range(_MAX_REDIRECTS + 1):
            response, kept = self._ask(current, timeout_s)
            if response.status not in _REDIRECTS:
                return current, self._document(current, response, kept)
            target = urljoin(current, response.headers.get("location", ""))
            if not is_url(target) or (current.startswith("https:") and not target.startswith("https:")):
                raise SpecError(f"{_shown(url)} redirects to an address that is no https URL.")
            if not is_allowed(target):
                raise SpecError(
                    f"{_shown(url)} redirects to {_shown(target)}. Give that address, or use --allow-ref."
                )
            current = target
        raise SpecError(f"{_shown(url)} redirects more than {_MAX_REDIRECTS} times.")

    def _ask(self, url: str, timeout_s: float) -> tuple[Response, bytes | None]:
        fields: dict[str, str] = {"accept": _ACCEPT}
        if self.authorization is not None and same_origin(url, self.home):
            fields["authorization"] = self.authorization
        etag, kept = self._kept(url)
        if etag is not None:
            fields["if-none-match"] = etag
        request = Request("GET", url, SecretMapping(fields), max_response_bytes=MAX_BYTES)
        try:
            return self.transport.send(request, timeout_s), kept
        except TransportError as error:
            raise SpecError(f"{_shown(url)} can not be read: {error}") from error

    def _document(self, url: str, response: Response, kept: bytes | None) -> bytes:
        if response.status == 304 and kept is not None:  # noqa: PLR2004 - Not Modified
            return kept
        if response.status in {401, 403}:
            raise SpecError(
                f"{_shown(url)} answered {response.status}. Set SEAWALL_SPEC_AUTHORIZATION to the "
                "value of its Authorization header, e.g. `Bearer …`; only the origin of the spec receives it."
            )
        if response.status != 200:  # noqa: PLR2004 - OK
            raise SpecError(f"{_shown(url)} answered {response.status}. Check the address.")
        self._keep(url, response)
        return response.body

    def _kept(self, url: str) -> tuple[str | None, bytes | None]:
        path = self._cache_path(url)
        try:
            kept = json.loads(path.read_bytes()) if path is not None else {}
            return str(kept["etag"]), base64.b85decode(kept["document"])
        except (OSError, ValueError, KeyError, TypeError):
            # Not kept, or damaged: the document is read again.
            return None, None

    def _keep(self, url: str, response: Response) -> None:
        path, etag = self._cache_path(url), response.headers.get("etag")
        if path is None or etag is None:
            return
        content = json.dumps({"etag": etag, "document": base64.b85encode(response.body).decode()})
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content.encode())
        except OSError:
            # Only the next run would be quicker with it.
            return

    def _cache_path(self, url: str) -> Path | None:
        if self.cache is None:
            return None
        # Another authorization may get another document.
        key = hashlib.sha256(url.encode())
        key.update(b"\n" + (self.authorization or "").encode())
        return self.cache / f"{key.hexdigest()}.json"


def _shown(url: str) -> str:
    """The host of `url` and its path, for messages: no user, no query."""
    path = url.split("://", 1)[-1].partition("/")[2].partition("?")[0].partition("#")[0]
    return f"{host_and_port(url)}/{path}"[:200]
