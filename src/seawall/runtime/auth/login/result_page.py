"""HTML pages that a browser shows when it returns from a login.

They load nothing and contain nothing of the request. A script removes the query, with its used code, from the
address and the history (RFC 9700, section 4.3.1).
"""

from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus

from attrs import frozen

__all__ = [
    "DENIED",
    "FAILED",
    "LOGGED_IN",
    "NOTHING_HERE",
    "NOT_THIS_LOGIN",
    "Page",
    "page_response",
]

_CHECK = '<path d="M7.5 12.5l3 3 6-6.5"/>'
_CROSS = '<path d="M8.5 8.5l7 7m0-7l-7 7"/>'
_MARK = '<path d="M12 7v6.5m0 3v.01"/>'


@frozen
class Page:
    """Outcome of a login, in a heading and a short text; `sign` is drawn in a circle of the color `tone`."""

    heading: str
    text: str
    sign: str
    tone: str


LOGGED_IN = Page(
    "You are logged in", "Close this page and return to the program that started the login.", _CHECK, "good"
)
DENIED = Page(
    "The login was denied",
    "You are not logged in. If that was a mistake, start the login again.",
    _CROSS,
    "bad",
)
FAILED = Page(
    "The login did not succeed",
    "You are not logged in. The program that started the login shows the error.",
    _CROSS,
    "bad",
)
NOT_THIS_LOGIN = Page(
    "This is not the login in progress",
    "The page may belong to an earlier login. The login in progress is still waiting.",
    _MARK,
    "plain",
)
NOTHING_HERE = Page(
    "There is nothing here", "A login in progress is waiting on this address.", _MARK, "plain"
)

_SCRIPT = 'history.replaceState(null,"","/")'
_STYLE = """
:root{color-scheme:light dark;--ink:#14213d;--quiet:#4a5a6a;--paper:#f4f7fa;--card:#fff;--line:#d5dde5;
--good:#1a7f4b;--bad:#b3261e;--plain:#4a5a6a}
@media(prefers-color-scheme:dark){:root{--ink:#e8eef4;--quiet:#a9b8c6;--paper:#10181f;--card:#1a252e;
--line:#33424f;--good:#5fd39a;--bad:#ff8a80;--plain:#a9b8c6}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--paper);
color:var(--ink);font:1.05rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:26rem;padding:2.5rem 2rem;background:var(--card);border:1px solid var(--line);
border-radius:12px;text-align:center}
svg{width:3.5rem;height:3.5rem;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;
stroke-linejoin:round}
.good{color:var(--good)}.bad{color:var(--bad)}.plain{color:var(--plain)}
h1{margin:.75rem 0 .5rem;font-size:1.5rem;line-height:1.25;text-wrap:balance}
p{margin:0;color:var(--quiet);text-wrap:balance}
"""
_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    f"script-src 'sha256-{b64encode(sha256(_SCRIPT.encode()).digest()).decode()}'"
)


def page_response(page: Page, status: HTTPStatus) -> bytes:
    """Build the HTTP response that shows `page` and closes the connection."""
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{page.heading}</title><style>{_STYLE}</style></head><body><main>"
        f'<svg class="{page.tone}" viewBox="0 0 24 24" aria-hidden="true">'
        f'<circle cx="12" cy="12" r="10"/>{page.sign}</svg>'
        f"<h1>{page.heading}</h1><p>{page.text}</p></main><script>{_SCRIPT}</script></body></html>"
    ).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        f"Content-Security-Policy: {_POLICY}\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
