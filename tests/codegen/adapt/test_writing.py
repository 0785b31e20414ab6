"""The changed files are written in place, all or none."""

from pathlib import Path

import pytest

from seawall.codegen.adapt.adaptation import Adaptation
from seawall.codegen.adapt.writing import write_adaptation
from seawall.codegen.errors import OutputError

OLD = {"a.py": "x = 1\r\n", "b/c.py": "\ufeffy = 'é'\n"}
NEW = {"a.py": "x = 2\r\n", "b/c.py": "\ufeffy = 'è'\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in OLD.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {path: (folder / path).read_bytes().decode() for path in OLD}


def test_the_new_texts_are_written_byte_for_byte(folder: Path) -> None:
    (folder / "a.py").chmod(0o755)
    write_adaptation(folder, Adaptation(sources=OLD, files=NEW))
    assert contents(folder) == NEW
    assert (folder / "a.py").stat().st_mode & 0o777 == 0o755


def test_a_file_that_was_changed_since_it_was_read_stops_all(folder: Path) -> None:
    (folder / "b/c.py").write_bytes(b"y = 3\n")
    with pytest.raises(OutputError, match="changed since it was read"):
        write_adaptation(folder, Adaptation(sources=OLD, files=NEW))
    assert contents(folder)["a.py"] == OLD["a.py"]


def test_a_missing_file_stops_all(folder: Path) -> None:
    (folder / "b/c.py").unlink()
    with pytest.raises(OutputError, match="can not be written"):
        write_adaptation(folder, Adaptation(sources=OLD, files=NEW))
    assert (folder / "a.py").read_bytes().decode() == OLD["a.py"]


def test_a_path_that_leads_out_of_the_folder_is_not_written(folder: Path) -> None:
    outside = folder.parent / "outside.py"
    outside.write_bytes(b"x = 1\n")
    (folder / "link.py").symlink_to(outside)
    for path in ("../outside.py", "link.py"):
        with pytest.raises(OutputError, match="leads out"):
            write_adaptation(folder, Adaptation(sources={path: "x = 1\n"}, files={path: "x = 2\n"}))
    assert outside.read_bytes() == b"x = 1\n"
