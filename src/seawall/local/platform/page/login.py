"""Login of a browser: the login server's authorization code with PKCE, redeemed in this process.

The page is a client of the login server like any other, so the same users log in, after the same question.
"""

import secrets
from hmac import compare_digest
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from seawall.core.auth.pkce import CHALLENGE_METHOD, code_challenge, code_verifier
from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.oauth.opaque import new_opaque
from seawall.local.platform.instance.dependencies import PlatformDep, base_url
from seawall.local.platform.oauth.authorization import redeem_code
from seawall.local.platform.oauth.clients import CLIENT_ID
from seawall.local.platform.page.page_route import SESSION_COOKIE, PageRoute, SessionsDep, cookie_name
from seawall.local.platform.page.rendering import message_page

__all__ = ["end_login", "finish_login", "router", "start_login"]

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LOGIN_COOKIE = "seawall_login"
LOGIN_LIFETIME_S = 600
SEE_OTHER = 303


@router.get("/page/login")
def start_login(request: Request, platform: PlatformDep, next: str = "/") -> Response:  # noqa: A002 - of the URL
    """Redirect to the login server; `next` is the path to open after the login."""
    base = base_url(request, platform)
    target = next if _is_own_path(next) else "/"
    if str(request.base_url).rstrip("/") != base:  # the cookies must be those of the host in `redirect_uri`
        return RedirectResponse(f"{base}/page/login?{urlencode({'next': target})}", SEE_OTHER)
    state, verifier = new_opaque(), code_verifier(secrets.token_bytes(32))
    query = {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": f"{base}/callback",
        "scope": "openid",
        "state": state,
        "code_challenge": code_challenge(verifier),
        "code_challenge_method": CHALLENGE_METHOD,
    }
    response = RedirectResponse(f"/authorize?{urlencode(query)}", SEE_OTHER)
    login = urlencode({"state": state, "verifier": verifier, "next": target})
    _set_cookie(request, response, LOGIN_COOKIE, login, LOGIN_LIFETIME_S)
    return response


@router.get("/callback")
def finish_login(
    *,
    request: Request,
    platform: PlatformDep,
    sessions: SessionsDep,
    code: str = "",
    state: str = "",
    error: str = "",
) -> Response:
    """Redeem the code that the login server sent, and start a session of this browser."""
    login = Form(parse_qsl(request.cookies.get(cookie_name(request, LOGIN_COOKIE), "")))
    if not login or not compare_digest(login.get("state", "").encode(), state.encode()):
        text = "This browser did not start it, or it took too long. Log in again."
        return message_page("The login failed", text, status=400, log_in=True)
    if error or not code:
        return message_page(
            "You are not logged in", "The login was denied or failed.", status=403, log_in=True
        )
    form = Form(
        code=code, redirect_uri=f"{base_url(request, platform)}/callback", code_verifier=login["verifier"]
    )
    with platform.database.write() as session:
        grant = redeem_code(platform.oauth, session, form, CLIENT_ID)
    if isinstance(grant, OAuthError) or grant.user_id is None:
        text = "Its code has expired or was used. Log in again."
        return message_page("The login failed", text, status=400, log_in=True)
    target = login["next"] if _is_own_path(login["next"]) else "/"
    response = RedirectResponse(target, SEE_OTHER)
    session_id = sessions.start(grant.user_id, platform.clock())
    _set_cookie(request, response, SESSION_COOKIE, session_id, sessions.lifetime_s)
    response.delete_cookie(cookie_name(request, LOGIN_COOKIE))
    return response


@router.post("/page/logout")
def end_login(request: Request, sessions: SessionsDep) -> Response:
    """End the session of this browser."""
    name = cookie_name(request, SESSION_COOKIE)
    sessions.end(request.cookies.get(name, ""))
    response = message_page(
        "You are logged out", "Other logins of yours are not changed.", status=200, log_in=True
    )
    response.delete_cookie(name)
    return response


def _is_own_path(target: str) -> bool:
    """Return False for what a browser takes for a URL of another host, such as `//host`."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()


def _set_cookie(request: Request, response: Response, name: str, value: str, lifetime_s: int) -> None:
    response.set_cookie(
        cookie_name(request, name),
        value,
        max_age=lifetime_s,
        httponly=True,
        samesite="lax",  # `strict` would not come along a link from another site, as in a chat
        secure=request.url.scheme == "https",
    )
