"""Page to approve a browser login (authorization endpoint, RFC 6749 section 3.1).

A decision needs the ticket in the page's form, so another site cannot decide. With `auto_approve` there is
no page.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.forms import Form, FormDep
from seawall.local.oauth.page import html_page, is_same_origin, user_choice
from seawall.local.oauth.tables import GrantState
from seawall.local.platform.instance.dependencies import PlatformDep
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.oauth.authorization import (
    issue_code,
    parse_authorization_request,
    pending_authorization,
    start_authorization,
    users_of,
)
from seawall.local.platform.oauth.clients import checked_client_id, checked_redirect_uri
from seawall.local.platform.oauth.issuer import issuer_of
from seawall.local.platform.store.tables import AuthorizationGrant

__all__ = ["authorize", "post_authorize", "router"]

router = APIRouter(include_in_schema=False)

SEE_OTHER = 303  # RFC 9700 section 4.12: the browser must not send the form again


@router.get("/authorize")
def authorize(http: Request, platform: PlatformDep) -> Response:
    """Show the page; with `auto_approve` redirect with a code at once."""
    try:
        query = Form.from_pairs(http.query_params.multi_items())
    except OAuthError as error:
        return _error_page(error)
    return _authorize(http, platform, query)


@router.post("/authorize")
def post_authorize(http: Request, platform: PlatformDep, form: FormDep) -> Response:
    """Take the form of the page, or an authorization request (OpenID Connect Core 1.0, section 3.1.2.1)."""
    if "ticket" in form or "decision" in form:
        return _decide(http, platform, form)
    return _authorize(http, platform, form)


def _authorize(http: Request, platform: Platform, query: Form) -> Response:
    try:
        client_id = checked_client_id(query, platform.settings)
        redirect_uri = checked_redirect_uri(query, client_id)
    except OAuthError as error:
        # No redirect to an unverified URI: that would be an open redirector (RFC 6749 section 4.1.2.1).
        return _error_page(error)
    client_state = query.get("state")
    redirect = partial(_redirect_to_client, redirect_uri, client_state, _issuer(http, platform))
    now = platform.clock()
    try:
        request = parse_authorization_request(query, platform.settings)
        with platform.database.write() as session:
            grant, ticket = start_authorization(
                session,
                request,
                client_id=client_id,
                redirect_uri=redirect_uri,
                client_state=client_state,
                most_open=platform.settings.most_open_logins,
                now=now,
            )
            if platform.settings.auto_approve:
                users = users_of(grant.organization_id, platform.settings)
                user_id = request.hinted_user if request.hinted_user in users else users[0]
                return redirect({"code": issue_code(grant, user_id=user_id, now=now)})
    except OAuthError as error:
        return redirect({"error": error.code, "error_description": error.description})
    users = users_of(grant.organization_id, platform.settings)
    return _consent_page(grant, http.url.path, ticket, users, request.hinted_user)


def _decide(http: Request, platform: Platform, form: Form) -> Response:
    """Record the decision and redirect to the client; reject a form that another site sent."""
    if not is_same_origin(http):
        return html_page("Request rejected", "<p>Another site sent this form.</p>", status=403)
    decision = form.get("decision")
    if decision not in {"approve", "deny"}:
        return html_page("No decision", "<p>Go back and choose Approve or Deny.</p>", status=400)
    now = platform.clock()
    with platform.database.write() as session:
        grant = pending_authorization(session, form.get("ticket", ""), now)
        if grant is None:
            text = "<p>It has expired or is already decided. Start the login again.</p>"
            return html_page("This login has ended", text, status=404)
        users = users_of(grant.organization_id, platform.settings)
        user_id = form.get("user", users[0])
        if user_id not in users:
            return html_page("This user is unknown", "<p>Go back and choose a user.</p>", status=400)
        if decision == "approve":
            parameters = {"code": issue_code(grant, user_id=user_id, now=now)}
        else:
            grant.state = GrantState.DENIED
            parameters = {"error": "access_denied", "error_description": "The user denied the login."}
    return _redirect_to_client(grant.redirect_uri, grant.client_state, _issuer(http, platform), parameters)


def _issuer(http: Request, platform: Platform) -> str | None:
    """The issuer identifier to send with the response (RFC 9207), if the settings say so."""
    return issuer_of(http, platform) if platform.settings.sends_issuer else None


def _error_page(error: OAuthError) -> Response:
    text = f'<p role="alert">{escape(error.description)}</p>'
    return html_page("This login cannot start", text, status=400)


def _consent_page(
    grant: AuthorizationGrant, path: str, ticket: str, users: Sequence[str], hinted_user: str | None
) -> Response:
    target = urlsplit(grant.redirect_uri)
    organization = f"<dt>Organization</dt><dd>{escape(grant.organization_id or '')}</dd>"
    return html_page(
        "Log in?",
        "<p>Approve only if you started this login yourself on this computer.</p><dl>"
        f"<dt>Application</dt><dd>{escape(grant.client_id)}</dd>"
        f"{organization if grant.organization_id else ''}"
        f"<dt>Access</dt><dd>{escape(grant.scope)}</dd></dl>"
        f'<form method="post" action="{escape(path)}">'
        f'<input type="hidden" name="ticket" value="{escape(ticket)}">'
        f"{user_choice(users, hinted_user)}"
        '<div class="choices"><button name="decision" value="approve">Approve</button>'
        '<button class="second" name="decision" value="deny">Deny</button></div></form>',
        # CSP source expressions cannot contain an IPv6 address.
        form_redirects_to="http:" if target.hostname == "::1" else f"http://{target.netloc}",
    )


def _redirect_to_client(
    redirect_uri: str, client_state: str | None, issuer: str | None, parameters: Mapping[str, str]
) -> Response:
    """Redirect to the client, with its state and the issuer identifier if there are any."""
    state = {} if client_state is None else {"state": client_state}
    query = urlencode({**parameters, **state, **({} if issuer is None else {"iss": issuer})})
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(f"{redirect_uri}?{query}", status_code=SEE_OTHER, headers=headers)
