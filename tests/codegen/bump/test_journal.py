"""The atomic write: a project is as before or as after, whenever it is interrupted."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.codegen.bump.journal import (
    JOURNAL,
    FileChange,
    apply_changes,
    has_journal,
    project_root,
    resume_journal,
)
from seawall.codegen.errors import OutputError
from tests.codegen.generating import config

BEFORE = {"api.json": b"1", "sdk/a.py": b"a = 1\n", "sdk/gone/b.py": b"b = 1\n", "sdk/same.py": b"same\n"}
AFTER = {"api.json": b"2", "sdk/a.py": b"a = 2\n", "sdk/new/c.py": b"c = 1\n", "sdk/same.py": b"same\n"}


class Interrupted(BaseException):
    """Stands for the end of the process: no handler may catch it."""


def project(folder: Path) -> Path:
    for name, content in BEFORE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def changes() -> list[FileChange]:
    names = sorted(BEFORE.keys() | AFTER.keys())
    return [FileChange(path=name, before=BEFORE.get(name), after=AFTER.get(name)) for name in names]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(JOURNAL)
    }


def steps(folder: Path) -> list[str]:
    """The names of all steps of a whole write."""
    found: list[str] = []
    apply_changes(project(folder), changes(), on_step=found.append)
    return found


def stopping_at(count: int) -> Callable[[str], None]:
    seen: list[str] = []

    def on_step(name: str) -> None:
        seen.append(name)
        if len(seen) > count:
            raise Interrupted(name)

    return on_step


def test_all_files_change_and_nothing_is_left(tmp_path: Path) -> None:
    found = steps(tmp_path)
    assert tree(tmp_path) == AFTER
    assert sorted(path.name for path in tmp_path.iterdir()) == ["api.json", "sdk"]
    assert not (tmp_path / "sdk/gone").exists()
    assert [name for name in found if "same" in name] == []


def test_an_interruption_at_any_step_gives_the_old_or_the_new_project(tmp_path: Path) -> None:
    names = steps(tmp_path / "whole")
    results = []
    for count, name in enumerate(names):
        root = project(tmp_path / str(count))
        with pytest.raises(Interrupted):
            apply_changes(root, changes(), on_step=stopping_at(count))
        is_begun = has_journal(root)
        if not is_begun and not name.startswith("tidy"):
            assert tree(root) == BEFORE, name
        assert resume_journal(root) is is_begun
        results.append(tree(root))
        assert not [path for path in root.iterdir() if path.name.startswith(JOURNAL)]
    decided = names.index("decide")
    assert results == [BEFORE] * (decided + 1) + [AFTER] * (len(names) - decided - 1)


def test_a_resumption_that_is_interrupted_is_resumed(tmp_path: Path) -> None:
    names = steps(tmp_path / "whole")
    root = project(tmp_path / "half")
    with pytest.raises(Interrupted):
        apply_changes(root, changes(), on_step=stopping_at(names.index("decide") + 1))
    while has_journal(root):
        try:
            resume_journal(root, on_step=stopping_at(1))
        except Interrupted:
            continue
    assert tree(root) == AFTER


KILLED = """
import os, signal, sys
from pathlib import Path
from seawall.codegen.bump.journal import apply_changes
from tests.codegen.bump.test_journal import changes
left = [int(sys.argv[2])]
def on_step(name):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
apply_changes(Path(sys.argv[1]), changes(), on_step=on_step)
"""


@pytest.mark.slow  # A process for each step.
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_at_any_step_leaves_the_old_or_the_new_project(tmp_path: Path) -> None:
    names = steps(tmp_path / "whole")
    for count in range(len(names)):
        root = project(tmp_path / str(count))
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(root), str(count)],
            cwd=Path(__file__).parents[3],
            check=False,
            capture_output=True,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        is_begun = has_journal(root)
        assert resume_journal(root) is is_begun
        assert tree(root) == (AFTER if is_begun or names[count] == "tidy" else BEFORE)


def test_a_file_that_changed_meanwhile_is_an_error_and_nothing_changes(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "sdk/a.py").write_bytes(b"mine\n")
    with pytest.raises(OutputError, match=r"sdk/a\.py has changed meanwhile"):
        apply_changes(root, changes())
    assert tree(root) == {**BEFORE, "sdk/a.py": b"mine\n"}
    assert sorted(path.name for path in root.iterdir()) == ["api.json", "sdk"]


def test_a_file_that_was_edited_after_an_interruption_is_not_overwritten(tmp_path: Path) -> None:
    names = steps(tmp_path / "whole")
    root = project(tmp_path / "half")
    with pytest.raises(Interrupted):
        apply_changes(root, changes(), on_step=stopping_at(names.index("decide") + 1))
    (root / "sdk/a.py").write_bytes(b"mine\n")
    before = tree(root)
    with pytest.raises(OutputError, match=r"sdk/a\.py was edited"):
        resume_journal(root)
    assert tree(root) == before
    with pytest.raises(OutputError, match=r"interrupted bump"):
        apply_changes(root, changes())


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "", ".", f"{JOURNAL}/x", "a\\..\\..\\x"])
def test_a_path_outside_of_the_project_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "inner"
    root.mkdir()
    with pytest.raises(OutputError, match=r"outside of the project"):
        apply_changes(root, [FileChange(path=name, before=None, after=b"x")])
    assert [path.name for path in tmp_path.rglob("*")] == ["inner"]


@pytest.mark.skipif(sys.platform == "win32", reason="Links need rights on Windows")
def test_no_link_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "inner"
    root.mkdir()
    (root / "link").symlink_to(outside)
    (root / "file").symlink_to(outside / "file")
    for name in ("link/x", "file"):
        with pytest.raises(OutputError, match=r"is a symbolic link"):
            apply_changes(root, [FileChange(path=name, before=None, after=b"x")])
    assert list(outside.iterdir()) == []


def test_a_damaged_journal_changes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / JOURNAL).mkdir()
    outside = '[{"path": "x", "before": null, "after": "00", "staged": "../../y"}]'
    for text in ('[{"path": "../x"}]', "[1]", "{", outside):
        (root / JOURNAL / "files.json").write_text(text)
        with pytest.raises(OutputError, match=r"is damaged"):
            resume_journal(root)
    (root / JOURNAL / "files.json").write_text(
        '[{"path": "../x", "before": null, "after": "00", "staged": "00000"}]'
    )
    with pytest.raises(OutputError, match=r"outside of the project"):
        resume_journal(root)
    assert tree(root) == BEFORE


def test_the_root_of_a_project_has_its_sign_or_holds_all_files(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "codegen"
    folder.mkdir(parents=True)
    settings = config(folder, spec="../api.json", output="../src/x/_generated")
    assert project_root(settings) == folder.parent.resolve()
    assert project_root(config(folder, spec="https://a.b/c")) == folder.resolve()
    (tmp_path / "pyproject.toml").touch()
    assert project_root(settings) == tmp_path.resolve()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode")
def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "run.py"
    path.write_bytes(b"1")
    path.chmod(0o750)
    apply_changes(tmp_path, [FileChange(path="run.py", before=b"1", after=b"2")])
    assert path.stat().st_mode & 0o777 == 0o750
