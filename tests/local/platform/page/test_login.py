"""Login of a browser, and protection against other web sites."""

from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve

from seawall.local.platform import PlatformSettings
from seawall.local.platform.settings import LocalUser
from tests.local.platform.client import PlatformClient, item_of_test_app
from tests.local.platform.page.conftest import URL, NewBrowser
from tests.local.wall_clock import FakeWallClock

# Platforms in this process; the first import takes a second.
pytestmark = pytest.mark.slow


def test_each_page_asks_for_a_login_and_then_opens(new_browser: NewBrowser) -> None:
    for path in ("/", "/page/applications", "/?application=test-app&page=2"):
        opened = new_browser().get(path)
        hops = [urlsplit(str(each.url)).path for each in opened.history]
        assert hops == [urlsplit(path).path, "/page/login", "/authorize", "/callback"]
        assert (opened.status_code, str(opened.url)) == (200, URL + path)
        assert "Local User" in opened.text


def test_the_cookie_is_of_no_use_to_scripts_other_sites_and_the_api(browser: Any) -> None:
    (cookie,) = browser.cookies.jar
    assert cookie.name == "seawall_session_8765"
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "lax"
    assert browser.get("/v1/me").status_code == 401
    assert browser.get("/v1/me", headers={"Authorization": f"Bearer {cookie.value}"}).status_code == 401


def test_a_login_ends_with_logout_and_with_its_lifetime(
    browser: Any, clock: FakeWallClock, settings: PlatformSettings
) -> None:
    browser.follow_redirects = False
    old = dict(browser.cookies)
    clock.advance(settings.token_lifetime_s - 1)
    assert browser.get("/").status_code == 200
    clock.advance(1)
    assert browser.get("/").headers["location"] == "/page/login?next=%2F"
    browser.follow_redirects = True
    assert browser.get("/").status_code == 200
    before = dict(browser.cookies)
    assert before != old
    assert "You are logged out" in browser.post("/page/logout").text
    browser.follow_redirects = False
    assert browser.get("/", headers={"Cookie": "; ".join(map("=".join, before.items()))}).status_code == 303


def test_a_script_and_a_picture_get_401_and_no_redirect(new_browser: NewBrowser) -> None:
    got = new_browser().get("/", headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"})
    assert (got.status_code, len(got.history)) == (401, 0)


def test_a_login_opens_no_other_site(new_browser: NewBrowser) -> None:
    for target in ("//evil.example/", "/\\evil.example", "https://evil.example", "/\t/evil.example", ""):
        opened = new_browser().get("/page/login", params={"next": target})
        assert str(opened.url) == f"{URL}/", target


def test_a_login_with_another_state_a_used_code_or_a_denial_fails(new_browser: NewBrowser) -> None:
    browser = new_browser()
    browser.follow_redirects = False
    location = browser.get("/page/login").headers["location"]
    callback = urlsplit(browser.get(location).headers["location"])
    query = {name: values[0] for name, values in parse_qs(callback.query).items()}
    cookies = dict(browser.cookies)
    bad = {
        "another state": ({**query, "state": "x"}, 400),
        "no state": ({"code": query["code"]}, 400),
        "denied": ({"error": "access_denied", "state": query["state"]}, 403),
        "neither code nor error": ({"state": query["state"]}, 403),
        "wrong code": ({**query, "code": "x"}, 400),
    }
    for name, (parameters, status) in bad.items():
        browser.cookies.update(cookies)
        answer = browser.get("/callback", params=parameters)
        assert (answer.status_code, "Log in" in answer.text) == (status, True), name
    assert new_browser().get("/callback", params=query).status_code == 400  # another browser
    browser.cookies.update(cookies)
    assert browser.get("/callback", params=query).status_code == 303
    browser.cookies.update(cookies)
    assert browser.get("/callback", params=query).status_code == 400  # a second time


def test_without_auto_approve_the_user_is_asked_and_sees_what_that_user_may_read(
    start: Any, settings: PlatformSettings
) -> None:
    from fastapi.testclient import TestClient

    anonymous = start(evolve(settings, auto_approve=False, users=(LocalUser("grace", "other"),)))
    run_id = anonymous.as_user("user").submit(item_of_test_app())
    app, seen = anonymous.http.app, {}
    for user in ("local|user", "local|grace"):
        with closing(TestClient(app, base_url=URL)) as browser:
            asked = browser.get("/page/applications")
            assert urlsplit(str(asked.url)).path == "/authorize"
            ticket = asked.text.split('name="ticket" value="')[1].split('"')[0]
            decision = {"ticket": ticket, "user": user, "decision": "approve"}
            opened = browser.post("/authorize", data=decision)
            assert (opened.status_code, str(opened.url)) == (200, f"{URL}/page/applications")
            paths = [f"/page/runs/{run_id}", f"/page/runs/{run_id}/inputs/{run_id}/picture", "/"]
            answers = [browser.get(path) for path in paths]
            seen[user] = [*(each.status_code for each in answers), run_id in answers[-1].text]
    assert seen == {"local|user": [200, 404, 200, True], "local|grace": [403, 403, 200, False]}


def test_a_login_is_at_the_public_url(start: Any, settings: PlatformSettings) -> None:
    from fastapi.testclient import TestClient

    app = start(evolve(settings, public_url=URL)).http.app
    browser = TestClient(app, base_url="http://localhost:8765")
    assert str(browser.get("/page/applications").url) == f"{URL}/page/applications"
    browser.close()


LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
REQUESTS: dict[str, tuple[str, dict[str, str], int]] = {
    "the user types the address": ("GET", {**LINK, "Sec-Fetch-Site": "none"}, 200),
    "a link of another site": ("GET", LINK, 200),
    "a link of another port": ("GET", {**LINK, "Sec-Fetch-Site": "same-site"}, 200),
    "our own script": ("GET", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
    "a client without fetch metadata": ("GET", {}, 200),
    "a script of another site": ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403),
    "a script of another port": ("GET", {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    "a frame of another site": ("GET", {**LINK, "Sec-Fetch-Dest": "iframe"}, 403),
    "a form of another site": ("POST", LINK, 403),
    "a form of another port": ("POST", {**LINK, "Sec-Fetch-Site": "same-site"}, 403),
    "a form of another origin, without fetch metadata": ("POST", {"Origin": "http://127.0.0.1:9999"}, 403),
    "a form of an opaque origin": ("POST", {"Origin": "null"}, 403),
    "our own form": ("POST", {"Origin": URL}, 200),
}


def test_requests_of_other_sites_are_refused(browser: Any) -> None:
    for name, (method, headers, status) in REQUESTS.items():
        path = "/" if method == "GET" else "/page/logout"
        assert browser.request(method, path, headers=headers).status_code == status, name


def test_no_page_may_be_read_framed_or_embedded_by_another_site(
    browser: Any, new_browser: NewBrowser, platform: PlatformClient
) -> None:
    run_id = platform.submit(item_of_test_app())
    pages = [
        "/",
        f"/page/runs/{run_id}",
        "/page/applications",
        "/page/assets/page.css",
        "/page/runs/x",
        "/?page=0",
    ]
    for path in pages:
        headers = browser.get(path, headers={"Origin": "https://evil.example"}).headers
        assert not [name for name in headers if name.startswith("access-control-")], path
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert headers["x-content-type-options"] == "nosniff", path
    assert "/page/login" in new_browser().get("/page/runs/" + run_id).history[0].headers["location"]


def test_sessions_are_limited() -> None:
    from seawall.local.platform.page.browser_sessions import MAX_SESSIONS, BrowserSessions

    sessions, clock = BrowserSessions(60), FakeWallClock()
    first = sessions.start("ada", clock())
    others = [sessions.start("grace", clock()) for _ in range(MAX_SESSIONS)]
    assert sessions.user_id(first, clock()) is None
    assert {sessions.user_id(each, clock()) for each in others} == {"grace"}
