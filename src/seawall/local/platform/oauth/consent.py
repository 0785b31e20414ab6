"""The page on which a user approves a login in this browser: RFC 6749 section 3.1.

Who may decide holds a ticket that only this page has shown, so another site can not decide. Under
`auto_approve` nobody is asked.
"""

from html import escape
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from seawall.local.platform.instance.dependencies import PlatformDep, base_url
from seawall.local.platform.instance.platform import LOCAL_USER_ID
from seawall.local.platform.oauth.authorization import (
    AuthorizationRequest,
    authorization_request,
    begin_authorization,
    issue_code,
    pending_authorization,
)
from seawall.local.platform.oauth.clients import client_id_in, redirect_uri_in
from seawall.local.platform.oauth.errors import OAuthError
from seawall.local.platform.oauth.forms import Form, FormDep
from seawall.local.platform.oauth.page import html_page, is_from_here
from seawall.local.platform.store.tables import AuthorizationGrant, GrantState

__all__ = ["authorize", "decide_authorization", "router"]

router = APIRouter(include_in_schema=False)

SEE_OTHER = 303  # RFC 9700 section 4.12: the browser must not send the form again


@router.get("/authorize")
def authorize(http: Request, platform: PlatformDep) -> Response:
    """Ask the user; under `auto_approve` send the code at once."""
    issuer = f"{base_url(http, platform)}/"
    try:
        query = Form.of(http.query_params.multi_items())
        client_id = client_id_in(query, platform.settings)
        redirect_uri = redirect_uri_in(query, client_id)
    except OAuthError as error:
        # Until the address is known to be the client's, nobody is sent there (RFC 6749 section 4.1.2.1).
        text = f'<p role="alert">{escape(error.description)}</p>'
        return html_page("This login can not begin", text, status=400)
    client_state = query.get("state")
    try:
        request = authorization_request(query, platform.settings)
    except OAuthError as error:
        told = {"error": error.code, "error_description": error.description}
        return _back(redirect_uri, client_state, issuer, told)
    now = platform.clock()
    with platform.database.write() as session:
        grant, ticket = begin_authorization(
            session,
            request,
            client_id=client_id,
            redirect_uri=redirect_uri,
            client_state=client_state,
            now=now,
        )
        if platform.settings.auto_approve:
            code = issue_code(grant, user_id=LOCAL_USER_ID, now=now)
            return _back(redirect_uri, client_state, issuer, {"code": code})
    return _ask(grant, request, ticket)


@router.post("/authorize")
def decide_authorization(http: Request, platform: PlatformDep, form: FormDep) -> Response:
    """Record the decision, if it was made on this page, and send the browser back with it."""
    if not is_from_here(http):
        return html_page("Not from here", "<p>This form was sent from another site.</p>", status=403)
    decision = form.get("decision")
    if decision not in {"approve", "deny"}:
        return html_page("Nothing was decided", "<p>Go back, and choose Approve or Deny.</p>", status=400)
    now = platform.clock()
    with platform.database.write() as session:
        grant = pending_authorization(session, form.get("ticket", ""), now)
        if grant is None:
            text = "<p>It has expired or was decided already. Begin a new login.</p>"
            return html_page("This login is over", text, status=404)
        if decision == "approve":
            told = {"code": issue_code(grant, user_id=LOCAL_USER_ID, now=now)}
        else:
            grant.state = GrantState.DENIED
            told = {"error": "access_denied", "error_description": "The user refused the login."}
    return _back(grant.redirect_uri, grant.client_state, f"{base_url(http, platform)}/", told)


def _ask(grant: AuthorizationGrant, request: AuthorizationRequest, ticket: str) -> Response:
    target = urlsplit(grant.redirect_uri)
    return html_page(
        "Log in?",
        "<p>Approve only if you began this login yourself, on this computer.</p><dl>"
        f"<dt>Application</dt><dd>{escape(grant.client_id)}</dd>"
        f"<dt>Organization</dt><dd>{escape(request.organization)}</dd>"
        f"<dt>Access</dt><dd>{escape(grant.scope)}</dd></dl>"
        '<form method="post" action="/authorize">'
        f'<input type="hidden" name="ticket" value="{escape(ticket)}">'
        '<div class="choices"><button name="decision" value="approve">Approve</button>'
        '<button class="second" name="decision" value="deny">Deny</button></div></form>',
        # A policy can not name an IPv6 address.
        form_may_lead_to="http:" if target.hostname == "::1" else f"http://{target.netloc}",
    )


def _back(redirect_uri: str, client_state: str | None, issuer: str, told: dict[str, str]) -> Response:
    """The browser's way back, with who sends it there (RFC 9207)."""
    state = {} if client_state is None else {"state": client_state}
    query = urlencode({**told, **state, "iss": issuer})
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(f"{redirect_uri}?{query}", status_code=SEE_OTHER, headers=headers)
