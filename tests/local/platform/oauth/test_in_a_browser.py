"""Login pages in a real browser: forms, content security policy and redirects."""

import json
import sys
from collections.abc import Iterator
from queue import Queue
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, LoginDeniedError
from seawall.runtime.auth.login import DevicePrompt, browser_login, device_login
from seawall.transports import default_transport
from tests.chromium import CHROMIUM, Tab, chromium
from tests.cli.commands import start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Platform that asks the user to approve a login."""
    with start("local", "platform", "--port", "0", "--data", tmp_path_factory.mktemp("data")) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with chromium(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


class Login:
    """Login in a thread: `address` is the URL for the browser, `ended` waits for the result."""

    def __init__(self, url: str) -> None:
        self._opened: Queue[str] = Queue()
        self._ended: Queue[Token | AuthError] = Queue()
        self._thread = Thread(target=self._run, args=[url])
        self._thread.start()
        self.address = self._opened.get(timeout=20)

    def ended(self) -> Token | AuthError:
        self._thread.join(timeout=20)
        return self._ended.get(timeout=1)

    def _run(self, url: str) -> None:
        try:
            with default_transport() as transport:
                token = browser_login(
                    url,
                    "seawall",
                    transport=transport,
                    show=lambda _: None,
                    open_browser=self._opened.put,
                    timeout_s=20,
                )
            self._ended.put(token)
        except AuthError as error:
            self._ended.put(error)


@pytest.mark.parametrize(
    ("decision", "kind", "title"),
    [("approve", Token, "You are logged in"), ("deny", LoginDeniedError, "The login was denied")],
)
def test_a_login_in_a_browser(url: str, tab: Tab, decision: str, kind: type, title: str) -> None:
    login = Login(url)
    redirect_uri = parse_qs(urlsplit(login.address).query)["redirect_uri"][0]
    # A callback with a wrong state does not end the login.
    tab.open(f"{redirect_uri}?code=x&state=wrong")
    assert tab.value("document.title") == "This is not the login in progress"
    tab.open(login.address)
    tab.click(f"button[value={decision}]")
    assert type(login.ended()) is kind
    assert tab.value("document.title") == title
    # The page removes the code from the address; the policy allows our own script and style.
    assert tab.value("location.href") == redirect_uri.removesuffix("callback")
    assert tab.value("getComputedStyle(document.querySelector('main')).borderRadius") == "12px"


def test_a_device_login_is_approved_in_a_browser(url: str, tab: Tab) -> None:
    prompts: Queue[DevicePrompt] = Queue()
    tokens: Queue[Token] = Queue()

    def log_in() -> None:
        with default_transport() as transport:
            tokens.put(device_login(url, "seawall", transport=transport, show=prompts.put))

    thread = Thread(target=log_in)
    thread.start()
    tab.open(prompts.get(timeout=20).uri)
    tab.click("button[value=approve]")
    assert tab.value("document.title") == "Device logged in · Seawall"
    thread.join(timeout=20)
    assert tokens.get(timeout=1).access_token
