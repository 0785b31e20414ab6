"""The page in a real browser: no errors, live states, pictures, dark mode, narrow screens, no scripts."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx2
import pytest
from PIL import Image

from seawall.local.platform import PlatformSettings, running
from tests.chromium import CHROMIUM, Tab, chromium
from tests.local.platform.client import PlatformClient, item_of_test_app
from tests.local.platform.images import encoded, image_item, put, slide

pytestmark = [
    pytest.mark.slow,  # starts a platform and a browser
    pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("inputs")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    with running(PlatformSettings(data_dir=data, inputs_dir=folder, auto_approve=True, workers=2)) as url:
        yield url


@pytest.fixture(scope="module")
def platform(url: str) -> Iterator[PlatformClient]:
    with closing(httpx2.Client(base_url=url)) as http:
        yield PlatformClient(http).log_in()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with chromium(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture
def tab(browser: Tab) -> Tab:
    browser.resize(1280, 900)
    browser.prefer(prefers_color_scheme="light")
    browser.disable_scripts(disabled=False)
    browser.problems()
    return browser


@pytest.fixture(scope="module")
def pictures(platform: PlatformClient, folder: Path) -> str:
    """A run of image-qc that has ended: one TIFF, and one item whose file is missing."""
    content = encoded(slide(), "tiff")
    items = [image_item(put(folder, "slide.tiff", content), content, "image/tiff")]
    run_id = platform.submit(*items, image_item("missing.png", b"x"), application_id="image-qc")
    platform.wait_for_end(run_id, timeout_s=60)
    return run_id


def shown(run_id: str) -> str:
    return f"document.querySelector('tr[data-key=\"{run_id}\"]')"


def brightness(tab: Tab, path: Path) -> float:
    tab.screenshot(path)
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        # The smallest column of pixels at the left edge: the background of the page.
        return float(picture.convert("L").crop((0, 400, 10, 700)).resize((1, 1)).getpixel((0, 0)))  # type: ignore[arg-type]


def test_a_run_changes_while_the_page_is_open(url: str, tab: Tab, platform: PlatformClient) -> None:
    run_id = platform.submit(item_of_test_app("slow", duration_s=50), item_of_test_app("quick"))
    tab.open(f"{url}/")
    tab.wait_for(f"{shown(run_id)}.innerText.includes('1 succeeded')")
    tab.value(f"{shown(run_id)}.querySelector('a').focus()")
    later = platform.submit(item_of_test_app())
    tab.wait_for(f"{shown(later)} !== null")
    platform.post(f"/runs/{run_id}/cancel")
    tab.wait_for(f"{shown(run_id)}.innerText.includes('Canceled by user')")
    assert "Terminated" in tab.value("document.getElementById('announcement').textContent")
    assert tab.value("document.activeElement.id") == f"run-{run_id}"  # the keyboard stays at its place
    assert tab.problems() == []


def test_an_item_changes_and_the_others_stay(url: str, tab: Tab, platform: PlatformClient) -> None:
    run_id = platform.submit(*(item_of_test_app(f"item {number}", duration_s=50) for number in range(3)))
    tab.open(f"{url}/page/runs/{run_id}")
    tab.value("document.querySelector('#items details').open = true")
    tab.wait_for("document.querySelectorAll('#items .busy').length === 2")
    platform.post(f"/runs/{run_id}/cancel")
    tab.wait_for("document.querySelectorAll('#items .badge.off').length === 3")
    assert tab.value("document.querySelector('#items details').open") is True
    assert tab.value("document.title").startswith("Terminated: test-app")
    assert tab.problems() == []


def test_a_heatmap_lies_over_its_slide(url: str, tab: Tab, pictures: str) -> None:
    tab.open(f"{url}/page/runs/{pictures}")
    images = "[...document.querySelectorAll('.stack img')]"
    tab.wait_for(f"{images}.length === 2 && {images}.every((each) => each.naturalWidth === 384)")
    assert (
        tab.value(f"new Set({images}.map((each) => JSON.stringify(each.getBoundingClientRect()))).size") == 1
    )
    slider = "document.querySelector('.fade input')"
    tab.value(f"{slider}.value = 20; {slider}.dispatchEvent(new Event('input'))")
    assert tab.value("getComputedStyle(document.querySelector('.over')).opacity") == "0.2"
    # The item whose file is missing has no picture, and the console says why.
    assert tab.value("document.querySelectorAll('figure').length") == 1
    assert [text for text in tab.problems() if "404" not in text] == []


def test_light_and_dark(url: str, tab: Tab, tmp_path: Path) -> None:
    tab.open(f"{url}/page/applications")
    light = brightness(tab, tmp_path / "light.png")
    tab.prefer(prefers_color_scheme="dark")
    dark = brightness(tab, tmp_path / "dark.png")
    assert (light > 220, dark < 40) == (True, True)


def test_nothing_is_cut_off_on_a_narrow_screen(url: str, tab: Tab, pictures: str) -> None:
    for width in (320, 400, 768, 1280):
        tab.resize(width, 900)
        for path in ("/", f"/page/runs/{pictures}", "/page/applications"):
            tab.open(url + path)
            assert tab.value("document.documentElement.scrollWidth") <= width, (width, path)


def test_the_page_is_complete_without_scripts(url: str, tab: Tab, pictures: str) -> None:
    tab.disable_scripts()
    tab.open(f"{url}/page/runs/{pictures}")
    text = tab.value("document.body.innerText")
    assert "slide.tiff" in text
    assert "INPUT.NOT_FOUND" in text
    assert " UTC" in text


def test_a_lost_connection_is_shown_and_a_logout_ends_the_page(url: str, tab: Tab) -> None:
    tab.open(f"{url}/")
    look = "document.dispatchEvent(new Event('visibilitychange'))"  # as if the user had come back to the tab
    tab.value(f"window.real = fetch; window.fetch = () => Promise.reject(new Error('lost')); {look}")
    tab.wait_for("!document.getElementById('connection').hidden")
    tab.value(f"window.fetch = window.real; {look}")
    tab.wait_for("document.getElementById('connection').hidden")
    tab.click(".account button")
    assert "You are logged out" in tab.value("document.body.innerText")
    assert tab.problems() == []


UNNAMED = """JSON.stringify([...document.querySelectorAll('a, button, input, select, summary')]
    .filter((each) => !(each.textContent.trim() || each.labels?.length || each.getAttribute('aria-label')))
    .map((each) => each.outerHTML))"""


def test_every_control_has_a_name_and_a_place_in_the_order_of_the_keyboard(
    url: str, tab: Tab, pictures: str
) -> None:
    counts = {"[tabindex]:not([tabindex='0'], #main)": 0, "h1": 1, "img:not([alt])": 0}
    for path in ("/", f"/page/runs/{pictures}", "/page/applications"):
        tab.open(url + path)
        assert tab.value(UNNAMED) == "[]", path
        for selector, count in counts.items():
            found = tab.value(f"document.querySelectorAll({json.dumps(selector)}).length")
            assert found == count, (path, selector)


class OtherSite(BaseHTTPRequestHandler):
    """An empty page on another port: for the browser, the same site and another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Other</title>")

    def log_request(self, *_: object) -> None:
        pass


@pytest.fixture
def other_site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), OtherSite) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_another_site_in_the_same_browser_reads_nothing(
    url: str, tab: Tab, pictures: str, other_site: str
) -> None:
    run = f"{url}/page/runs/{pictures}"
    tab.open(run)  # logged in
    picture = tab.value("document.querySelector('.stack img').src")
    attempts = {
        "a script": f"fetch('{run}', {{credentials: 'include'}}).then(read, blocked)",
        "no CORS": f"fetch('{run}', {{mode: 'no-cors', credentials: 'include'}}).then(read, blocked)",
        "an image": f"Object.assign(new Image(), {{onload: read, onerror: blocked, src: '{picture}'}})",
    }
    tab.open(other_site)
    tab.value("window.read = () => { got = 'read' }; window.blocked = () => { got = 'blocked' }")
    for name, attempt in attempts.items():
        tab.value(f"window.got = ''; {attempt}")
        tab.wait_for("window.got !== ''")
        assert tab.value("window.got") == "blocked", name
