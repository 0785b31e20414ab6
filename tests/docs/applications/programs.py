"""The programs of the pages in docs/applications. The pages are the only source: a test runs their text."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.contract.source import ROOT

PAGES = sorted((ROOT / "docs" / "applications").glob("*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# ([\w-]+\.\w+)\n")


def blocks(page: Path) -> list[tuple[str, str]]:
    return FENCE.findall(page.read_text(encoding="utf-8"))


def programs() -> dict[str, str]:
    """The text of each program, by its file name."""
    found = [text for page in PAGES for language, text in blocks(page) if language == "python"]
    named = [(NAMED.match(text), text) for text in found]
    assert all(match for match, _ in named), "the first line of a program is its file name"
    names = [match[1] for match, _ in named if match]
    assert len(names) == len(set(names))
    return dict(zip(names, found, strict=True))


def write_programs(folder: Path) -> None:
    for name, text in programs().items():
        (folder / name).write_text(text, encoding="utf-8")


@contextmanager
def program(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import a program of the pages from `folder`, which is the working directory in this block."""
    write_programs(folder)
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)
    stems = {Path(one).stem for one in programs()}
    try:
        yield import_module(name)
    finally:
        for stem in stems & set(sys.modules):
            del sys.modules[stem]
