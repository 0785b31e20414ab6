"""Downloads over http(s). No other module of the local platform sends requests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

from attrs import define, field, frozen

from seawall.core.errors import SeawallError
from seawall.core.http.message import Headers, Request
from seawall.core.transfer.download import ResumeDecision, resume_decision
from seawall.local.platform.applications.work import ItemError, user_error

__all__ = ["Download", "open_download"]

MAX_REDIRECTS = 5
TIMEOUT_S = 30.0
OK = 200
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {"Accept-Encoding": "identity"}  # the announced checksum is that of the stored file


@frozen
class Download:
    """Response body; `size_bytes` is its Content-Length, if known."""

    chunks: Iterator[bytes]
    size_bytes: int | None


@contextmanager
def open_download(url: str, permits: Callable[[str], bool]) -> Iterator[Download]:
    """Send a GET request; follow up to MAX_REDIRECTS redirects to http(s) URLs.

    `permits` decides, for each IP address of each of these URLs, if the server may connect to it. There is no
    proxy, which would connect for the server. Raises ItemError (USER_ERROR) if the request fails, also while
    the caller reads the body.
    """
    # Late: httpx2 takes 80 ms to import, and only http(s) inputs need it.
    from seawall.transports import Httpx2Transport, TransportOptions, limit_addresses  # noqa: PLC0415

    check = _AddressCheck(permits)
    options = TransportOptions(trust_env=False)
    with Httpx2Transport(options=options) as transport, limit_addresses(check.permits):
        for _ in range(MAX_REDIRECTS + 1):
            try:
                with transport.stream(Request("GET", url, HEADERS), timeout_s=TIMEOUT_S) as response:
                    if response.status not in REDIRECTS:
                        _check_status(response.status, url)
                        _check_whole(response.status, response.headers, url)
                        yield Download(response.chunks(), _content_length(response.headers))
                        return
                    url = _redirect_target(url, response.headers)
            except SeawallError as error:
                raise check.refusal or user_error(
                    "INPUT.UNREACHABLE", f"The download of the input from {_host(url)} failed. Check the URL."
                ) from error
    raise user_error(
        "INPUT.TOO_MANY_REDIRECTS", f"The input's URL redirects more than {MAX_REDIRECTS} times."
    )


@define
class _AddressCheck:
    """Check of addresses that remembers a refusal: the transport only tells that it can not connect."""

    _permits: Callable[[str], bool]
    refusal: ItemError | None = field(default=None, init=False)

    def permits(self, address: str) -> bool:
        """Return True if the server may connect to the address."""
        is_permitted = self._permits(address)
        if not is_permitted:
            self.refusal = user_error(
                "INPUT.ADDRESS_NOT_ALLOWED",
                "The input's URL leads to an address from which this server downloads nothing. Submit a "
                "public URL, or start the server with `--input-network`.",
            )
        return is_permitted


def _check_status(status: int, url: str) -> None:
    if status != OK:
        raise user_error(
            "INPUT.NOT_FOUND" if status in {404, 410} else "INPUT.REFUSED",
            f"{_host(url)} returned status {status} for the input's URL. Check that it is still valid.",
        )


def _check_whole(status: int, headers: Headers, url: str) -> None:
    # A broken server or cache may send a part of the file with status 200.
    if resume_decision(status, headers, 0) is not ResumeDecision.REPLACE:
        raise user_error(
            "INPUT.REFUSED", f"{_host(url)} returned only a part of the input. Check its server or its cache."
        )


def _redirect_target(url: str, headers: Headers) -> str:
    try:
        target = urljoin(url, headers.get("location", ""))
        scheme = urlsplit(target).scheme
    except ValueError as error:
        raise user_error("INPUT.UNREACHABLE", "The input's URL redirects to an invalid URL.") from error
    if scheme not in {"http", "https"}:
        raise user_error(
            "INPUT.SCHEME_NOT_ALLOWED", "The input's URL redirects to a URL that is not http or https."
        )
    return target


def _content_length(headers: Headers) -> int | None:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


def _host(url: str) -> str:
    """Return the host of a URL. User, path and query may be secret, so messages do not contain them."""
    try:
        return urlsplit(url).hostname or "the server"
    except ValueError:
        return "the server"
