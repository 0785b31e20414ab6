"""Downloads over http(s): the only module of the local platform that sends requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

from attrs import frozen

from seawall.core.errors import SeawallError
from seawall.core.http.message import Headers, Request
from seawall.local.platform.applications.work import user_error
from seawall.transports import Httpx2Transport

__all__ = ["Download", "open_download"]

MAX_REDIRECTS = 5
TIMEOUT_S = 30.0
OK = 200
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {"Accept-Encoding": "identity"}  # the checksum is that of the file as it is stored


@frozen
class Download:
    """A body on its way; `announced_size` in bytes, if the server told."""

    chunks: Iterator[bytes]
    announced_size: int | None


@contextmanager
def open_download(url: str) -> Iterator[Download]:
    """GET the URL, following up to MAX_REDIRECTS redirects to http(s) URLs.

    Raises ItemError (USER_ERROR) when no body comes, or breaks off while the caller reads it.
    """
    with Httpx2Transport() as transport:
        for _ in range(MAX_REDIRECTS + 1):
            try:
                with transport.stream(Request("GET", url, HEADERS), timeout_s=TIMEOUT_S) as answer:
                    if answer.status not in REDIRECTS:
                        _check_status(answer.status, url)
                        yield Download(answer.chunks(), _announced_size(answer.headers))
                        return
                    url = _redirect_target(url, answer.headers)
            except SeawallError as error:
                raise user_error(
                    "INPUT.UNREACHABLE", f"The input could not be fetched from {_server(url)}. Check the URL."
                ) from error
    raise user_error(
        "INPUT.TOO_MANY_REDIRECTS", f"The input's URL redirects more than {MAX_REDIRECTS} times."
    )


def _check_status(status: int, url: str) -> None:
    if status != OK:
        raise user_error(
            "INPUT.NOT_FOUND" if status in {404, 410} else "INPUT.REFUSED",
            f"{_server(url)} answered {status} to the input's URL. Is the URL right and still valid?",
        )


def _redirect_target(url: str, headers: Headers) -> str:
    try:
        target = urljoin(url, headers.get("location", ""))
        scheme = urlsplit(target).scheme
    except ValueError as error:
        raise user_error("INPUT.UNREACHABLE", "The input's URL redirects to what is no URL.") from error
    if scheme not in {"http", "https"}:
        raise user_error("INPUT.SCHEME_NOT_ALLOWED", "The input's URL redirects to what is no http(s) URL.")
    return target


def _announced_size(headers: Headers) -> int | None:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


def _server(url: str) -> str:
    """The part of a URL that may be shown: no user, path or query."""
    try:
        return urlsplit(url).hostname or "the server"
    except ValueError:
        return "the server"
