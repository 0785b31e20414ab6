"""The site that `make docs` builds: its links, the reference, the search, and no file of another server."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

import seawall.runtime
import seawall.testing
from seawall.cli.python_reference import python_pages
from seawall.core import errors
from tests.contract.source import ROOT, SOURCE
from tests.made_once import made_once

# The whole site is built.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

CONFIG = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "srcset",
    "video": "src",
    "object": "data",
}
# A browser asks for these without a click.
LOADED_RELATIONS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
}


class Page(HTMLParser):
    """The ids, the links and the loaded files of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {name: value or "" for name, value in attrs}
        self.ids |= {fields[name] for name in ("id", "name") if name in fields}
        if tag == "a" and "href" in fields:
            self.links.add(fields["href"])
        if tag in LOADED and LOADED[tag] in fields:
            self.loaded.add(fields[LOADED[tag]])
        if tag == "link" and LOADED_RELATIONS & set(fields.get("rel", "").split()):
            self.loaded.add(fields["href"])


def build(folder: Path) -> None:
    shutil.copy(ROOT / "zensical.toml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs", dirs_exist_ok=True)
    (folder / "src").unlink(missing_ok=True)
    (folder / "src").symlink_to(ROOT / "src")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# The site takes half a minute of computing: it is built once for all workers.
@pytest.fixture(scope="session")
def site(run_folder: Path) -> Path:
    return made_once(run_folder / "built-site", build) / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, Page]:
    # Reports are whole pages of their own, with their own tests.
    found = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert len(found) > 60
    return found


def test_every_link_has_a_target(site: Path, pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            start = site if link.startswith("/") else path.parent
            target = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            found = pages.get(target)
            fragment = unquote(parts.fragment)
            if not target.is_file() or (found and fragment and fragment not in found.ids):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_no_page_loads_anything_from_another_server(site: Path, pages: dict[Path, Page]) -> None:
    foreign = [
        f"{path.relative_to(site)}: {url}"
        for path, page in pages.items()
        for url in page.loaded
        if urlsplit(url).netloc
    ]
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        foreign += re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//[^)\"']+", text)
    assert foreign == []


def test_every_public_name_has_an_entry_in_the_reference(pages: dict[Path, Page], site: Path) -> None:
    ids = {path.stem: page.ids for path, page in pages.items() if path.is_relative_to(site / "reference")}
    entries: set[str] = set().union(*ids.values())
    stubs = [*SOURCE.glob("sdks/*/__init__.pyi"), *SOURCE.glob("testing/*/__init__.pyi")]
    nested = [".".join(stub.parent.relative_to(SOURCE.parent).parts) for stub in stubs]
    packages = [*map(import_module, nested), seawall.runtime, seawall.testing, errors]
    wanted = {f"{package.__name__}.{name}" for package in packages for name in package.__all__}
    assert {"seawall.sdks.platform.Client", "seawall.testing.platform.run"} <= wanted
    assert wanted - entries == set()
    # A module shows its public names only.
    prefix = f"{errors.__name__}."
    shown = {one.removeprefix(prefix).split(".")[0] for one in ids["errors"] if one.startswith(prefix)}
    assert shown == set(errors.__all__)
    # A resource is reached through a client; a method shows its signature.
    assert {"seawall.sdks.platform.Client.runs", "seawall.sdks.platform._sync.runs.Runs.submit"} <= ids[
        "platform"
    ]


def test_the_reference_has_the_pages_of_this_code_only() -> None:
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(python_pages())


def test_every_page_is_in_the_navigation() -> None:
    docs = ROOT / "docs"
    # Reports and decisions are no pages of the site.
    found = [path for folder in (".", "applications", "reference") for path in docs.glob(f"{folder}/*.md")]
    written = {str(path.relative_to(docs)) for path in found}
    assert written == set(nav_files(CONFIG["project"]["nav"]))


def nav_files(entries: list[dict[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for target in entry.values():
            yield from [target] if isinstance(target, str) else nav_files(target)


def test_the_search_knows_the_names(site: Path) -> None:
    index = json.loads((site / "search.json").read_text(encoding="utf-8"))
    texts = {item["location"]: item["text"] for item in index["items"]}
    page = "reference/platform.html#seawall.sdks.platform"
    assert "base_url: str | None" in texts[f"{page}.AsyncClient"]
    # The constructor that attrs makes, without the converters of its fields.
    assert "external_id: str," in texts[f"{page}.NewItem"]
    assert "field(" not in "".join(text for place, text in texts.items() if place.startswith(page))


def test_a_missing_page_shows_the_way(pages: dict[Path, Page], site: Path) -> None:
    page = pages[site / "404.html"]
    # Any path may be missing, so its links start at the root.
    assert {"/index.html", "/getting-started.html", "/reference/platform.html"} <= page.links
    assert "__search" in page.ids


def test_the_pages_can_be_dark(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    for media in ("(prefers-color-scheme)", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"):
        assert f'data-md-color-media="{media}"' in text
