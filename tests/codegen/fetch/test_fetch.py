"""Reading a spec and what it refers to, from files and git."""

import json
import os
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.fetch.locations import is_inside, join
from tests.codegen.generating import error_message


def write(folder: Path, files: dict[str, Any]) -> Path:
    """Write documents; a dict maps a place to its content, a text becomes one reference."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"x": {"$ref": content}} if isinstance(content, str) else content))
    return folder


def names(folder: Path, source: str = "api/root.json", **more: Any) -> list[str]:
    found = fetch(source, folder=folder, **more).documents
    return [os.path.relpath(location, folder) for location in found]


def test_the_documents_of_a_spec_are_read_once_each(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "api/root.json": {"a": {"$ref": "./b.json#/x"}, "b": {"$ref": "sub/a%20b.json"}},
            "api/b.json": "sub/../root.json#/a",
            "api/sub/a b.json": "../b.json",
        },
    )
    assert names(tmp_path) == ["api/root.json", "api/b.json", "api/sub/a b.json"]


REFUSED = [
    ("../other.json", "outside of the folder of the spec. If you trust it, allow it: --allow-ref"),
    ("sub/../../other.json", "outside of the folder"),
    ("%2e%2e/other.json", "outside of the folder"),
    ("..\\other.json", "outside of the folder"),
    ("/etc/passwd", "leads to /etc/passwd, outside"),
    ("link.json", "outside of the folder"),
    ("folder-link/other.json", "outside of the folder"),
    ("file:///etc/passwd", "only files and addresses with http or https can be read"),
    ("//host/x", "only files and addresses"),
    ("urn:x:y", "only files and addresses"),
    ("https://127.0.0.1:1/x", "outside of the folder"),
    ("git:HEAD:x", "only files and addresses"),
    ("missing.json", "can not be read: No such file"),
    ("pipe", "Not a regular file"),
    (".", "outside of the folder"),
    ("sub", "Is a directory"),
    ("a%00b", "a null character"),
]


def test_a_reference_leaves_the_folder_only_if_it_is_allowed(tmp_path: Path) -> None:
    write(tmp_path, {"other.json": {}})
    api = tmp_path / "api"
    api.mkdir()
    (api / "link.json").symlink_to("../other.json")
    (api / "folder-link").symlink_to("..")
    os.mkfifo(api / "pipe")
    (api / "sub").mkdir()
    wrong = []
    for ref, words in REFUSED:
        write(tmp_path, {"api/root.json": ref})
        message = error_message(partial(fetch, "api/root.json", folder=tmp_path), SpecError)
        if words not in message:
            wrong.append((ref, message))
    assert wrong == []
    for ref in ("../other.json", "link.json"):
        write(tmp_path, {"api/root.json": ref})
        assert len(names(tmp_path, allowed=["."])) == 2
        assert len(names(tmp_path, allowed=["other.json"])) == 2
        with pytest.raises(SpecError):
            names(tmp_path, allowed=["othe"])


def test_what_a_document_names_itself_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"api/root.json": {"$id": "https://a.b/c", "x": {"$ref": "https://a.b/c#/x"}}})
    assert names(tmp_path) == ["api/root.json"]


def test_a_note_names_its_document(tmp_path: Path) -> None:
    (tmp_path / "root.yaml").write_text("a: 1\na: 2\n")
    root = (tmp_path / "root.yaml").as_posix()
    assert fetch("root.yaml", folder=tmp_path).notes == ((root, "line 2: the key 'a' is given twice"),)


def test_time_and_number_of_documents_are_bounded(tmp_path: Path) -> None:
    write(tmp_path, {"api/root.json": "b.json", "api/b.json": {}})
    times = iter([0.0, 1.0, 61.0])
    with pytest.raises(SpecError, match="more than 60 s"):
        fetch("api/root.json", folder=tmp_path, clock=lambda: next(times))
    write(tmp_path, {f"api/{n}.json": f"{n + 1}.json" for n in range(2001)} | {"api/root.json": "0.json"})
    with pytest.raises(SpecError, match="more than 2,000 documents"):
        fetch("api/root.json", folder=tmp_path)


def test_a_url_needs_a_reader(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="only files can be read here"):
        fetch("https://a.b/c", folder=tmp_path)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    write(tmp_path, {"api/root.json": "sub/b.json", "api/sub/b.json": "../../top.json", "top.json": {"n": 1}})
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "m"],
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    write(tmp_path, {"api/root.json": "gone.json"})
    return tmp_path


@pytest.mark.slow
def test_a_git_revision_is_read_whole(repository: Path) -> None:
    found = fetch("git:HEAD:api/root.json", folder=repository, allowed=["git:HEAD:"])
    assert list(found.documents) == [
        "git:HEAD:api/root.json",
        "git:HEAD:api/sub/b.json",
        "git:HEAD:top.json",
    ]
    with pytest.raises(SpecError, match="outside of the folder"):
        fetch("git:HEAD:api/root.json", folder=repository)
    assert fetch("git:HEAD:./top.json", folder=repository).root == "git:HEAD:top.json"
    below = fetch("git:HEAD:./sub/b.json", folder=repository / "api", allowed=["git:HEAD:top.json"])
    assert below.root == "git:HEAD:api/sub/b.json"


@pytest.mark.slow
def test_a_git_revision_without_the_file_is_an_error(repository: Path) -> None:
    wrong = []
    for source, words in (
        ("git:HEAD:nowhere.json", "git has no file HEAD:nowhere.json"),
        ("git:none:top.json", "git has no file none:top.json"),
        ("git:--help:top.json", "names no file in git"),
        ("git:HEAD", "names no file in git"),
        ("git::top.json", "names no file in git"),
    ):
        message = error_message(partial(fetch, source, folder=repository), SpecError)
        if words not in message:
            wrong.append((source, message))
    assert wrong == []


def test_a_reference_in_git_stays_in_the_repository() -> None:
    assert join("git:v1:a/b.json", "../c.json") == "git:v1:c.json"
    for ref in ("../../c.json", "/etc/passwd"):
        with pytest.raises(SpecError, match="leads out of the repository"):
            join("git:v1:a/b.json", ref)


INSIDE = [
    ("/a/b/c", "/a/b", True),
    ("/a/b/c", "/a/b/", True),
    ("/a/bc", "/a/b", False),
    ("https://h/a/b", "https://h/a", True),
    ("https://h/a/b", "https://h/a/", True),
    ("https://h/ab", "https://h/a", False),
    ("https://h/a", "https://h", True),
    ("https://h.evil/a", "https://h", False),
    ("https://h:443/a", "https://h", True),
    ("https://h:444/a", "https://h", False),
    ("http://h/a", "https://h", False),
    ("https://u@h/a", "https://h", False),
    ("https://h/a/../b", "https://h/a", False),
    ("https://h/a/%2e%2e/b", "https://h/a", False),
    ("https://h/a/..%2fb", "https://h/a", False),
    ("https://h/a", "/a", False),
    ("/a", "https://h", False),
    ("git:v1:a", "git:v1:", True),
    ("git:v1:a", "git:v", False),
]


def test_a_place_is_inside_by_whole_segments_of_one_origin() -> None:
    wrong = [(place, root) for place, root, expected in INSIDE if is_inside(place, [root]) is not expected]
    assert wrong == []


def test_a_folder_without_a_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="in no git repository"):
        fetch("git:HEAD:./top.json", folder=tmp_path)
