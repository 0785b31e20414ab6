"""Routes of the page: protected, for a logged-in browser, with errors as pages."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from seawall.local.platform.access.permissions import Caller
from seawall.local.platform.instance.dependencies import PlatformDep, load_caller
from seawall.local.platform.page.browser_sessions import BrowserSessions
from seawall.local.platform.page.protection import HEADERS, is_from_another_site, is_navigation
from seawall.local.platform.page.rendering import message_page

__all__ = ["SESSION_COOKIE", "BrowserCallerDep", "PageRoute", "SessionsDep", "cookie_name"]

SESSION_COOKIE = "seawall_session"


class PageRoute(APIRoute):
    """Route that refuses requests of other sites, sets the security headers and answers errors in HTML."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def protected(request: Request) -> Response:
            if is_from_another_site(request):
                response: Response = message_page("Request refused", "Another site sent it.", status=403)
            else:
                try:
                    response = await handle(request)
                except _LoginNeededError:
                    response = _login_needed(request)
                except HTTPException as error:
                    response = _error_page(error.status_code, str(error.detail))
                except RequestValidationError as error:
                    response = _error_page(422, "; ".join(str(each["msg"]) for each in error.errors()))
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return protected


def _error_page(status: int, detail: str) -> Response:
    heading = "Not found" if status == HTTPStatus.NOT_FOUND else HTTPStatus(status).phrase.capitalize()
    return message_page(heading, f"{detail.rstrip('.')}.", status=status)


class _LoginNeededError(Exception):
    """The browser is not logged in, or no more."""


def _login_needed(request: Request) -> Response:
    if not is_navigation(request):  # a redirect would lead a script or an image to the login page
        return message_page("Log in", "Your login has ended.", status=401, log_in=True)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/page/login?next={quote(target, safe='')}", status_code=303)


def cookie_name(request: Request, name: str) -> str:
    """Name a cookie for the server's port: the cookies of a host go to all of its ports."""
    return f"{name}_{request.url.port or request.url.scheme}"


async def _browser_sessions(request: Request) -> BrowserSessions:
    sessions = request.app.state.browser_sessions
    assert isinstance(sessions, BrowserSessions)
    return sessions


SessionsDep = Annotated[BrowserSessions, Depends(_browser_sessions)]


def _browser_caller(request: Request, platform: PlatformDep, sessions: SessionsDep) -> Caller:
    session_id = request.cookies.get(cookie_name(request, SESSION_COOKIE), "")
    user_id = sessions.user_id(session_id, platform.clock())
    caller = None if user_id is None else load_caller(platform, user_id)
    if caller is None:
        raise _LoginNeededError
    return caller


BrowserCallerDep = Annotated[Caller, Depends(_browser_caller)]
