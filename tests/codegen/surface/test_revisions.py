"""Layers and tests of git revisions."""

import subprocess
from pathlib import Path

import pytest

from seawall.codegen.errors import SpecError, SurfaceError
from seawall.codegen.fetch.git_folders import git_path, read_git_folder
from seawall.codegen.surface.compare import compare_surfaces
from seawall.codegen.surface.old_tests import run_old_tests
from seawall.codegen.surface.reading.reader import read_sources
from seawall.codegen.surface.reading.sources import layer_sources, revision_sources

pytestmark = pytest.mark.slow  # each starts git, some start pytest

TEST = """
import os
import pytest
from shop import f

def test_kept():
    assert f() == 1

def test_with_an_argument():
    assert f(1) == 1

def test_environment():
    assert "SECRET" not in os.environ
    assert not os.path.exists(os.path.expanduser("~/.netrc"))
"""


def git(folder: Path, *arguments: str) -> None:
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", "-C", str(folder), *author, *arguments], check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a layer in src/shop, whose function has lost a parameter since the tag v1."""
    package = tmp_path / "repo" / "src" / "shop"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("def f(a: int = 1) -> int:\n    return a\n")
    root = tmp_path / "repo"
    (root / "tests").mkdir()
    (root / "tests" / "test_f.py").write_text(TEST)
    (root / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["src"]\n')
    (tmp_path / "outside.txt").write_text("outside")
    (root / "tests" / "link.txt").symlink_to(tmp_path / "outside.txt")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    git(root, "tag", "v1")
    (package / "__init__.py").write_text("def f() -> int:\n    return 1\n")
    (root / "tests" / "test_f.py").unlink()
    return root


def test_a_layer_is_compared_with_that_of_a_revision(project: Path) -> None:
    folder = project / "src" / "shop"
    sources = layer_sources(folder)
    old = read_sources(revision_sources(sources, folder, "v1"))
    assert [change.rule for change in compare_surfaces(old, read_sources(sources)).changes] == [
        "parameter-removed"
    ]


def test_old_tests_run_against_the_layer_of_today(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    folder = project / "src" / "shop"
    for location in ("git:v1:tests", "git:v1"):
        found = run_old_tests(location, layer_sources(folder), folder)
        assert found.passed == 2
        assert [failed.name for failed in found.failed] == ["tests/test_f.py::test_with_an_argument"]
        assert found.failed[0].reason.startswith("TypeError")


def test_tests_that_can_not_run_are_an_error(project: Path) -> None:
    folder = project / "src" / "shop"
    sources = layer_sources(folder)
    for location, words in {
        "git:v1:none": "has no folder v1:none",
        "git:nowhere:tests": "nowhere",
        "tests": "names no tests",
        "git:v1:src": "can not run git:v1:src",
    }.items():
        with pytest.raises((SurfaceError, SpecError), match=words):
            run_old_tests(location, sources, folder)


def test_tests_that_do_not_end_are_stopped(project: Path) -> None:
    folder = project / "src" / "shop"
    with pytest.raises(SurfaceError, match="took more than 0 s"):
        run_old_tests("git:v1:tests", layer_sources(folder), folder, timeout_s=0.01)


def test_a_folder_of_a_revision_has_its_files_and_no_links(project: Path) -> None:
    assert sorted(read_git_folder("v1", "tests", project)) == ["test_f.py"]
    assert sorted(read_git_folder("v1", "", project, (".toml",))) == ["pyproject.toml"]
    assert git_path(project / "src" / "shop") == "src/shop"


@pytest.mark.parametrize("revision", ["", "--help", "a:b", "a\nb"])
def test_a_revision_that_is_none_is_refused(revision: str, project: Path) -> None:
    with pytest.raises(SpecError, match="is no git revision"):
        read_git_folder(revision, "tests", project)


def test_a_folder_in_no_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="not in a git repository"):
        git_path(tmp_path)
