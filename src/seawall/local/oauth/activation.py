"""Page to approve a device login: enter the user code, see the client, approve or deny.

It needs no session cookie: the user code authorizes the decision, and no other site knows the code. An
address that enters too many wrong codes has to wait.
"""

from collections.abc import Callable
from html import escape
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from seawall.local.oauth.device import pending_device_grant, record_decision
from seawall.local.oauth.forms import Form, FormDep
from seawall.local.oauth.opaque import normalize_user_code
from seawall.local.oauth.page import html_page, is_same_origin, user_choice
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.tables import DeviceGrant

__all__ = ["activation_page"]

_INVALID_CODE = "This code is unknown, expired or already used. Start the login again."


def activation_page(server_of: Callable[[Request], OAuthServer]) -> APIRouter:
    """Create the routes of the page, at `/activate`, for the server of each request."""
    router = APIRouter(include_in_schema=False)

    @router.get("/activate")
    def activate(http: Request, user_code: Annotated[str, Query(max_length=64)] = "") -> HTMLResponse:
        return _page(server_of(http), http, user_code)

    @router.post("/activate")
    def decide_login(http: Request, form: FormDep) -> HTMLResponse:
        if not is_same_origin(http):
            return html_page("Request rejected", "<p>Another site sent this form.</p>", status=403)
        return _decide(server_of(http), http, form)

    return router


def _page(server: OAuthServer, http: Request, user_code: str) -> HTMLResponse:
    """The form for the code; with the code of a pending login, the decision."""
    if not user_code:
        return _code_form()
    with server.database.read() as session:
        grant = _pending_login(server, session, http, user_code)
    if not isinstance(grant, DeviceGrant):
        return grant
    return html_page(
        "Log in this device?",
        "<p>Approve only if you started this login yourself and your device shows this code.</p><dl>"
        f'<dt>Code</dt><dd class="code">{escape(grant.user_code)}</dd>'
        f"<dt>Application</dt><dd>{escape(grant.client_id)}</dd>"
        f"<dt>Access</dt><dd>{escape(grant.scope)}</dd></dl>"
        '<form method="post" action="/activate">'
        f'<input type="hidden" name="user_code" value="{escape(grant.user_code)}">'
        f"{user_choice(server.users)}"
        '<div class="choices"><button name="decision" value="approve">Approve</button>'
        '<button class="second" name="decision" value="deny">Deny</button></div></form>',
    )


def _decide(server: OAuthServer, http: Request, form: Form) -> HTMLResponse:
    """Record the decision of the form."""
    decision, user_id = form.get("decision"), form.get("user", server.users[0])
    if decision not in {"approve", "deny"}:
        return _code_form("Choose Approve or Deny.", status=400)
    if user_id not in server.users:
        return _code_form("This user is unknown.", status=400)
    with server.database.write() as session:
        # Loaded again: the login may have expired or been decided since the page was shown.
        grant = _pending_login(server, session, http, form.get("user_code", ""))
        if not isinstance(grant, DeviceGrant):
            return grant
        record_decision(grant, approved=decision == "approve", user_id=user_id, now=server.clock())
    if decision == "deny":
        return html_page("Login denied", "<p>The device is not logged in. You can close this page.</p>")
    return html_page("Device logged in", "<p>You can close this page and go back to your device.</p>")


def _pending_login(
    server: OAuthServer, session: Session, http: Request, user_code: str
) -> DeviceGrant | HTMLResponse:
    """Load the login of this code, or return the page that says why there is none."""
    address, now = http.client.host if http.client else "", server.clock()
    wait_s = server.failed_attempts.wait_s(address, now)
    if wait_s:
        page = _code_form(f"There were too many wrong codes. Try again in {wait_s} seconds.", status=429)
        page.headers["Retry-After"] = str(wait_s)
        return page
    grant = pending_device_grant(session, user_code, now)
    if grant is None:
        server.failed_attempts.record(address, now)
        return _code_form(_INVALID_CODE, status=404)
    return grant


def _code_form(problem: str = "", *, status: int = 200) -> HTMLResponse:
    alert = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    example = normalize_user_code("BCDFGHJK")
    return html_page(
        "Log in a device",
        f'{alert}<form method="get" action="/activate"><label for="user_code">Code on your device</label>'
        '<input id="user_code" name="user_code" required maxlength="16" autocomplete="off" autofocus '
        f'autocapitalize="characters" spellcheck="false" placeholder="{example}">'
        '<div class="choices"><button>Continue</button></div></form>',
        status=status,
    )
