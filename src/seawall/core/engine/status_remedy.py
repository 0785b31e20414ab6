"""The remedy for an unsuccessful response, as far as its status and header fields tell it. Pure."""

import re
from typing import Protocol
from urllib.parse import urlsplit

from seawall.core.http.message import Headers, Response
from seawall.core.http.outgoing import has_plain_host
from seawall.core.http.retry_after import retry_after_s, wait_in_words
from seawall.core.problem import Problem
from seawall.core.wire.byte_order_mark import without_mark

__all__ = ["is_html", "is_unknown_path", "status_remedy"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MISSING = 404
_NO_SUCH_PATH = frozenset({_MISSING, 405})
# A login page of a proxy, or the page of a web server, has the status of a refusal.
_PAGES = frozenset({401, 403, *_NO_SUCH_PATH})
# 429, and the errors of servers.
_TOO_MANY = 429
_PARAMETER = re.compile(r"\{(\w+)\}")
# Of the API: a transfer has no token, its URL is signed.
_OF_API = {
    401: "The server refuses the token. Give another one.",
    402: "Its limit is that of your plan: change the plan, or wait until the limit is reset.",
    403: "Ask for access, or use the token of a user who has it.",
}
_BY_STATUS = {
    407: "A proxy asks for a login: put user and password into the URL of the proxy.",
    412: "Read it again before the next change.",
    413: "Send less in one request.",
}
# The texts with which frameworks answer for a path that they do not know.
_GENERIC = frozenset({"not found", "404 not found", "404 page not found", "method not allowed"})


def status_remedy(
    response: Response, problem: Problem | None, *, of_call: bool = True, path: str = ""
) -> str:
    """Return one sentence that says what to do, with a space before it; empty if that is not known.

    `of_call` is False for a transfer or a stream: its URL comes from a response, not from the base URL.
    `path` is the template of the path of a call: its parameters are the ids to check after a 404.
    """
    sentence = _remedy(response, problem, path) if of_call else _remedy_of_status(response)
    return f" {sentence}" if sentence else ""


class _Answer(Protocol):
    @property
    def headers(self) -> Headers: ...

    @property
    def body(self) -> bytes: ...


def is_html(response: _Answer) -> bool:
    """Return whether the body is a page: from a proxy, a login or another server."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/html" or without_mark(response.body)[:1] == b"<"


def is_unknown_path(status: int, problem: Problem | None) -> bool:
    """Return whether the server may not have the path: its answer names no missing resource."""
    if status not in _NO_SUCH_PATH:
        return False
    texts = () if problem is None else (*problem.faults, problem.detail, problem.title)
    return all(text is None or text.strip(" .").lower() in _GENERIC for text in texts)


def _remedy(response: Response, problem: Problem | None, path: str) -> str:
    status = response.status
    location = response.headers.get("location", "")
    if status in _REDIRECTS and location:
        return f"It redirects to {_target(location)}. Check the base URL."
    if status in _PAGES and is_html(response):
        return "The answer is HTML, so a proxy or another server sent it. Check the base URL."
    if is_unknown_path(status, problem):
        return "The server may not have this path: check the base URL, then the ids."
    if status == _MISSING and (names := _PARAMETER.findall(path)):
        *first, last = names
        ids = f"{', '.join(first)} and {last}" if first else last
        return f"Check {ids}, and your access to {'them' if first else 'it'}."
    return _OF_API.get(status) or _remedy_of_status(response)


def _remedy_of_status(response: Response) -> str:
    status = response.status
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    wait_s = retry_after_s(response.headers) if status >= _TOO_MANY else None
    return f"The server asks to wait {wait_in_words(wait_s)}." if wait_s else ""


def _target(location: str) -> str:
    """The scheme, host and port of a redirect: path and query may hold a secret."""
    try:
        parts = urlsplit(location)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an invalid URL"
    if not parts.netloc:
        return "another path of the same server"
    if parts.scheme not in {"", "http", "https"} or not has_plain_host(location):
        return "an invalid URL"
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    return f"{scheme}{parts.hostname}{port}"
