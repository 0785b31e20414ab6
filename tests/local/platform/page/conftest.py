"""Fixtures: a browser that is logged in to a platform in this process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.local.platform.client import PlatformClient

URL = "http://127.0.0.1:8765"

NewBrowser = Callable[[], Any]


@pytest.fixture
def new_browser(anonymous: PlatformClient) -> Iterator[NewBrowser]:
    """Function that opens a browser without cookies; it follows redirects."""
    from fastapi.testclient import TestClient

    opened: Any = anonymous.http
    with ExitStack() as browsers:

        def new() -> TestClient:
            # Not as a context: that would open the platform a second time.
            browser = browsers.enter_context(closing(TestClient(opened.app, base_url=URL)))
            browser.portal = opened.portal
            return browser

        yield new


@pytest.fixture
def browser(new_browser: NewBrowser) -> Any:
    """Browser that is logged in."""
    browser = new_browser()
    assert browser.get("/").status_code == 200
    return browser
