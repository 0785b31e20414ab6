"""The page on which a user approves a device login: type the code, see who asks, decide.

It needs no session: whoever knows the user code may decide, and another site cannot know it.
"""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from seawall.local.platform.instance.dependencies import PlatformDep
from seawall.local.platform.instance.platform import LOCAL_USER_ID
from seawall.local.platform.oauth.device import decide, open_grant
from seawall.local.platform.oauth.forms import FormDep
from seawall.local.platform.oauth.opaque import normal_user_code
from seawall.local.platform.oauth.page import html_page, is_from_here

__all__ = ["activate", "decide_login", "router"]

router = APIRouter(include_in_schema=False)


@router.get("/activate")
def activate(platform: PlatformDep, user_code: Annotated[str, Query(max_length=64)] = "") -> HTMLResponse:
    """Ask for the code; with a code that waits for a decision, ask for that."""
    if not user_code:
        return _enter_code()
    with platform.database.read() as session:
        grant = open_grant(session, user_code, platform.clock())
    if grant is None:
        return _enter_code("This code is not valid, has expired or was used already.", status=404)
    return html_page(
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
    if not is_from_here(http):
        return html_page("Not from here", "<p>This form was sent from another site.</p>", status=403)
    decision = form.get("decision")
    if decision not in {"approve", "deny"}:
        return _enter_code("Choose Approve or Deny.", status=400)
    with platform.database.write() as session:
        grant = open_grant(session, form.get("user_code", ""), platform.clock())
        if grant is None:
            return _enter_code("This code is not valid, has expired or was used already.", status=404)
        decide(grant, approved=decision == "approve", user_id=LOCAL_USER_ID)
    if decision == "deny":
        return html_page("Login denied", "<p>The device was not logged in. You can close this page.</p>")
    return html_page("Device logged in", "<p>You can close this page and go back to your device.</p>")


def _enter_code(problem: str = "", *, status: int = 200) -> HTMLResponse:
    alert = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    example = normal_user_code("BCDFGHJK")
    return html_page(
        "Log in a device",
        f'{alert}<form method="get" action="/activate"><label for="user_code">Code on your device</label>'
        '<input id="user_code" name="user_code" required maxlength="16" autocomplete="off" autofocus '
        f'autocapitalize="characters" spellcheck="false" placeholder="{example}">'
        '<div class="choices"><button>Continue</button></div></form>',
        status=status,
    )
