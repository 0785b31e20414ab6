"""HTML layout and security headers of the login pages.

The pages load nothing from other origins and run no script; callers escape every value.
"""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse

__all__ = ["html_page", "is_same_origin", "user_choice"]

HEADERS = {
    "Cache-Control": "no-store",
    # With `no-referrer`, browsers would send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers without `frame-ancestors`
}
STYLE = """
:root { color-scheme: light dark; --ink: #14213d; --paper: #f4f7fa; --card: #ffffff; --line: #b8c4d0;
  --accent: #0b5c7a; --accent-ink: #ffffff; --quiet: #4a5a6a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eef4; --paper: #10181f; --card: #1a252e;
  --line: #4a5a68; --accent: #7cc7e3; --accent-ink: #0d1a22; --quiet: #a9b8c6; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--paper); color: var(--ink); font: 1.05rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 28rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
dl { margin: 0 0 1.5rem; display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input, select { width: 100%; padding: .7rem; margin-bottom: 1rem; font: 1.4rem ui-monospace, monospace;
  letter-spacing: .15em; text-align: center; text-transform: uppercase; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 8px; }
.code { font: 1.4rem ui-monospace, monospace; letter-spacing: .15em; }
.choices { display: flex; gap: .75rem; flex-wrap: wrap; }
button { flex: 1; min-height: 2.75rem; padding: .6rem 1rem; font: inherit; font-weight: 600;
  color: var(--accent-ink); background: var(--accent); border: 2px solid var(--accent);
  border-radius: 8px; cursor: pointer; }
button.second { color: var(--accent); background: transparent; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""


def html_page(heading: str, body: str, *, status: int = 200, form_redirects_to: str = "") -> HTMLResponse:
    """Render a page; `body` is HTML with escaped values.

    Forms post to this server. Its response may redirect to the origin `form_redirects_to`: browsers apply
    `form-action` to that redirect too.
    """
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)} · Seawall</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{body}</main></body></html>"
    )
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; form-action 'self' {form_redirects_to}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    return HTMLResponse(html, status_code=status, headers={**HEADERS, "Content-Security-Policy": policy})


def is_same_origin(http: Request) -> bool:
    """Return False if a header shows that another site sent the form."""
    if http.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = http.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == http.headers.get("host")


def user_choice(users: Sequence[str], selected: str | None = None) -> str:
    """The field of a form in which one of the users is chosen; empty if there is one user only."""
    if len(users) == 1:
        return ""
    options = "".join(
        f"<option{' selected' if each == selected else ''}>{escape(each)}</option>" for each in users
    )
    return f'<label for="user">User</label><select id="user" name="user">{options}</select>'
