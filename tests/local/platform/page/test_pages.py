"""Runs, one run and applications as pages, over HTTP without a browser."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.local.platform.client import PlatformClient, item_of_test_app
from tests.local.platform.images import encoded, image_item, put, slide

# Platforms in this process; the first import takes a second.
pytestmark = pytest.mark.slow

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&{{7*7}}{% raw %}\u202e"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_list_shows_each_run_with_its_state_and_items(platform: PlatformClient, browser: Any) -> None:
    assert "No runs yet." in browser.get("/").text
    run_id = platform.submit(item_of_test_app(), item_of_test_app(outcome="user_error"))
    platform.wait_for_end(run_id)
    page = browser.get("/").text
    assert f'href="/page/runs/{run_id}"' in page
    assert "Terminated 1 succeeded, 1 user error" in text_of(page)
    assert "<script>" not in page  # no inline script: the policy would block it
    assert " style=" not in page


def test_the_list_is_filtered(platform: PlatformClient, browser: Any) -> None:
    one = platform.submit(item_of_test_app("a/b"), custom_metadata={"study": "high"})
    two = platform.submit(item_of_test_app("c"))
    rows = {
        "": {one, two},
        "application=test-app": {one, two},
        "application=image-qc": set(),
        "external_id=a/b": {one},
        'metadata=$.study ? (@ == "high")': {one},
        "everyone=true": {one, two},
        "page=2": set(),
    }
    for query, expected in rows.items():
        page = browser.get(f"/?{query}").text
        assert set(re.findall(r'href="/page/runs/([0-9a-f-]+)"', page)) == expected, query
    bad = browser.get("/", params={"metadata": "$["})
    assert (bad.status_code, "not a valid JSONPath" in bad.text) == (422, True)


def test_the_list_has_pages(platform: PlatformClient, browser: Any) -> None:
    for _ in range(21):
        platform.submit(item_of_test_app())
    first = browser.get("/?application=test-app")
    assert 'rel="next" href="/?application=test-app&amp;external_id=&amp;metadata=&amp;page=2"' in first.text
    second = browser.get("/?application=test-app&page=2").text
    assert len(re.findall(r'href="/page/runs/', second)) == 1
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_a_run_has_its_items_messages_and_files(platform: PlatformClient, browser: Any) -> None:
    run_id = platform.submit(
        item_of_test_app("good"), item_of_test_app("bad", outcome="user_error"), custom_metadata={"study": 7}
    )
    platform.wait_for_end(run_id)
    page = browser.get(f"/page/runs/{run_id}").text
    assert "TEST_APP.USER_ERROR The item requested the outcome user_error." in text_of(page)
    assert "&#34;study&#34;: 7" in page
    (link,) = re.findall(r'href="(/page/runs/[^"]*/file)"', page)
    file = browser.get(link)
    assert (file.status_code, file.headers["content-type"].split(";")[0]) == (200, "text/csv")
    succeeded = browser.get(f"/page/runs/{run_id}?reason=SUCCEEDED").text
    assert (">good</h3>" in succeeded, ">bad</h3>" in succeeded) == (True, False)
    assert "No item is in this state." in browser.get(f"/page/runs/{run_id}?state=PENDING").text
    platform.delete(f"/runs/{run_id}/artifacts")
    page = browser.get(f"/page/runs/{run_id}").text
    assert "result:csv Deleted by user" in text_of(page)
    assert browser.get(link).status_code == 410


def test_a_run_has_pages_of_items(platform: PlatformClient, browser: Any) -> None:
    run_id = platform.submit(*(item_of_test_app(f"item {number}") for number in range(13)))
    assert "page=2" in browser.get(f"/page/runs/{run_id}").text
    second = browser.get(f"/page/runs/{run_id}?page=2").text
    assert re.findall(r">(item \d+)</h3>", second) == ["item 12"]


def test_text_from_outside_is_escaped(platform: PlatformClient, browser: Any) -> None:
    item = item_of_test_app(HOSTILE, note=HOSTILE)
    item["input_artifacts"][0]["download_url"] = "javascript:alert(1)//" + HOSTILE
    run_id = platform.submit(item, custom_metadata={HOSTILE: [HOSTILE, None, 1.5]})
    platform.wait_for_end(run_id)
    pages = [
        browser.get(f"/page/runs/{run_id}").text,
        *(
            browser.get("/", params={name: HOSTILE}).text
            for name in ("application", "external_id", "metadata")
        ),
        browser.get(f"/page/login?next={HOSTILE}").text,
        browser.get(f"/page/runs/{HOSTILE}").text,
        browser.get("/callback", params={"error": HOSTILE, "state": HOSTILE}).text,
    ]
    for number, page in enumerate(pages):
        for fragment in ("<script>alert", "<img src=x", "49", 'href="javascript'):
            assert fragment not in re.sub(r"\d{4}-\d\d-\d\d.*?UTC|[0-9a-f]{8}-[0-9a-f-]{27}", "", page), (
                number,
                fragment,
            )
    assert "&lt;script&gt;alert(1)" in pages[0]


def test_what_does_not_exist_is_a_page_that_says_so(platform: PlatformClient, browser: Any) -> None:
    run_id = platform.submit(item_of_test_app())
    unknown = "00000000-0000-4000-8000-000000000000"
    missing = [
        f"/page/runs/{unknown}",
        f"/page/runs/{run_id}/inputs/{unknown}/picture",
        f"/page/runs/{run_id}/outputs/{unknown}/picture",
        f"/page/runs/{run_id}/outputs/{unknown}/file",
        "/page/assets/pages.py",
    ]
    for path in missing:
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
    for path in ("/page/runs/x", "/?page=0", "/?page=x", f"/page/runs/{run_id}?state=x"):
        assert browser.get(path).status_code == 422, path


def test_applications_with_their_versions_and_documents(browser: Any) -> None:
    page = browser.get("/page/applications").text
    for expected in ("Image Quality Control", "image-qc", "Version 1.0.0", "qc:tiff_heatmap"):
        assert expected in text_of(page), expected
    links = re.findall(r'href="(/page/applications/image-qc/versions/1.0.0/documents/[^"]*)"', page)
    assert [link.rpartition("/")[2] for link in links] == ["changelog.md", "schemas.json"]
    for link in links:
        assert browser.get(link).status_code == 200, link
    assert browser.get(links[0] + "x").status_code == 404


def test_queued_items_have_a_position(platform: PlatformClient, browser: Any) -> None:
    platform.submit(*(item_of_test_app(duration_s=60) for _ in range(4)))
    run_id = platform.submit(item_of_test_app())
    page = text_of(browser.get(f"/page/runs/{run_id}").text)
    assert re.search(r"Queue \d items? of other runs first", page)
    assert re.search(r"Position in the queue: \d", page)


def test_a_page_that_has_not_changed_is_not_sent_again(platform: PlatformClient, browser: Any) -> None:
    run_id = platform.submit(item_of_test_app(duration_s=60))
    for path in ("/page/applications", "/page/assets/page.mjs", "/page/assets/page.css"):
        first = browser.get(path)
        again = browser.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]
    tag = browser.get("/").headers["etag"]
    platform.post(f"/runs/{run_id}/cancel")
    assert browser.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_slide_and_heatmap_are_pictures(platform: PlatformClient, browser: Any, inputs_dir: Path) -> None:
    items = []
    for kind, media_type in (("png", "image/png"), ("tiff", "image/tiff")):
        content = encoded(slide(), kind)
        items.append(image_item(put(inputs_dir, f"slide.{kind}", content), content, media_type))
    grey = encoded(slide()[..., 0])
    items.append(image_item(put(inputs_dir, "grey.png", grey), grey))
    run_id = platform.submit(*items, application_id="image-qc")
    platform.wait_for_end(run_id, timeout_s=30)
    page = browser.get(f"/page/runs/{run_id}").text
    sources = re.findall(r'src="(/page/runs/[^"]*/picture)"', page)
    assert len(sources) == 6
    for source in sources:
        got = browser.get(source)
        with Image.open(io.BytesIO(got.content)) as picture:
            assert (got.headers["content-type"], picture.format, picture.size) == (
                "image/jpeg",
                "JPEG",
                (384, 256),
            )
        again = browser.get(source, headers={"If-None-Match": got.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    platform.delete(f"/runs/{run_id}/artifacts")
    (inputs_dir / "slide.png").unlink()
    (inputs_dir / "grey.png").write_bytes(b"no picture any more")
    statuses = [browser.get(source).status_code for source in sources]
    assert statuses == [404, 404, 200, 404, 404, 404]


def test_a_slide_elsewhere_is_not_fetched(platform: PlatformClient, browser: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(encoded(slide()))
    locations = ["http://127.0.0.1:9/slide.png", "../secret.png", f"file://{tmp_path}/secret.png"]
    run_id = platform.submit(*(image_item(each, b"x") for each in locations), application_id="image-qc")
    platform.wait_for_end(run_id)
    page = browser.get(f"/page/runs/{run_id}").text
    assert len(re.findall(r"/inputs/[^\"]*/picture", page)) == 2  # the URL of another server is no picture
    for item in platform.items(run_id):
        artifact = item["input_artifacts"][0]["input_artifact_id"]
        assert browser.get(f"/page/runs/{run_id}/inputs/{artifact}/picture").status_code == 404
