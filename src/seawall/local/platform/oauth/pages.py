"""The page on which a user approves a device login: type the code, see who asks, decide.

It needs no session: whoever knows the user code may decide, and another site cannot know it. Nothing is
loaded from elsewhere and no script runs; every value is escaped.
"""

from html import escape
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from seawall.local.platform.access import PlatformDep
from seawall.local.platform.instance import LOCAL_USER_ID
from seawall.local.platform.oauth.device import decide, open_grant
from seawall.local.platform.oauth.forms import FormDep
from seawall.local.platform.oauth.opaque import normal_user_code

__all__ = ["activate", "decide_login", "router"]

router = APIRouter(include_in_schema=False)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
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
input { width: 100%; padding: .7rem; margin-bottom: 1rem; font: 1.4rem ui-monospace, monospace;
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


@router.get("/activate")
def activate(platform: PlatformDep, user_code: Annotated[str, Query(max_length=64)] = "") -> HTMLResponse:
    """Ask for the code; with a code that waits for a decision, ask for that."""
    if not user_code:
        return _enter_code()
    with platform.database.read() as session:
        grant = open_grant(session, user_code, platform.clock())
    if grant is None:
        return _enter_code("This code is not valid, has expired or was used already.", status=404)
    return _page(
        "Log in this device?",
        "<p>Approve only if you began this login yourself and your device shows this code.</p><dl>"
        f'<dt>Code</dt><dd class="code">{escape(grant.user_code)}</dd>'
        f"<dt>Application</dt><dd>{escape(grant.client_id)}</dd>"
        f"<dt>Access</dt><dd>{escape(grant.scope)}</dd></dl>"
        '<form method="post" action="/activate">'
        f'<input type="hidden" name="user_code" value="{escape(grant.user_code)}">'
        '<div class="choices"><button name="decision" value="approve">Approve</button>'
        '<button class="second" name="decision" value="deny">Deny</button></div></form>',
    )


@router.post("/activate")
def decide_login(http: Request, platform: PlatformDep, form: FormDep) -> HTMLResponse:
    """Record the decision, if it was made on this page and not on another site's."""
    origin = http.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != http.headers.get("host"):
        return _page("Not from here", "<p>This form was sent from another site.</p>", status=403)
    decision = form.get("decision")
    if decision not in {"approve", "deny"}:
        return _enter_code("Choose Approve or Deny.", status=400)
    with platform.database.write() as session:
        grant = open_grant(session, form.get("user_code", ""), platform.clock())
        if grant is None:
            return _enter_code("This code is not valid, has expired or was used already.", status=404)
        decide(grant, approved=decision == "approve", user_id=LOCAL_USER_ID)
    if decision == "deny":
        return _page("Login denied", "<p>The device was not logged in. You can close this page.</p>")
    return _page("Device logged in", "<p>You can close this page and go back to your device.</p>")


def _enter_code(problem: str = "", *, status: int = 200) -> HTMLResponse:
    alert = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    example = normal_user_code("BCDFGHJK")
    return _page(
        "Log in a device",
        f'{alert}<form method="get" action="/activate"><label for="user_code">Code on your device</label>'
        '<input id="user_code" name="user_code" required maxlength="16" autocomplete="off" autofocus '
        f'autocapitalize="characters" spellcheck="false" placeholder="{example}">'
        '<div class="choices"><button>Continue</button></div></form>',
        status=status,
    )


def _page(heading: str, body: str, *, status: int = 200) -> HTMLResponse:
    """A whole page; `body` is HTML, its values escaped already."""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)} · Seawall</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)
