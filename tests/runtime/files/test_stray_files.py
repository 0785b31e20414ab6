"""The temporary files and folders of a killed process are deleted by the next one; those in use stay."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.engine.policy import Policy
from seawall.core.http.message import Response
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.core.transfer.resumable_upload import UploadSession
from seawall.core.transfer.upload import SourceDigest
from seawall.runtime import Downloader, TokenFile
from seawall.runtime.files.atomic_write import staged_write, write_atomically
from seawall.runtime.files.temporary_folder import temporary_folder
from seawall.runtime.transfer.upload_state import UploadState
from seawall.testing import MemoryTransport

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks of files")

KILLED_WRITE = """
import os, signal, sys
from pathlib import Path
from seawall.runtime.files.atomic_write import staged_write
with staged_write(Path(sys.argv[1]), b"secret"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED_FOLDER = """
import os, signal, sys
from seawall.runtime.files.temporary_folder import temporary_folder
with temporary_folder(sys.argv[1]) as folder:
    (folder / "file").write_bytes(b"secret")
    os.kill(os.getpid(), signal.SIGKILL)
"""
TOKEN = Token(access_token="access", obtained_at=1.0, lifetime_s=60.0, refresh_token="refresh")


def kill_while_writing(path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED_WRITE, str(path)], check=False).returncode == -9
    assert [each for each in path.parent.iterdir() if each.name.startswith(f".{path.name}.")]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_next_write_in_the_folder_deletes_the_file_of_a_killed_write(tmp_path: Path) -> None:
    for name in ("one", "line\nbreak"):
        kill_while_writing(tmp_path / name)
    write_atomically(tmp_path / "two", b"new")
    assert names_in(tmp_path) == ["two"]


def test_a_file_with_a_long_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("\N{PILE OF POO}" * 60)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_file_that_is_being_written_is_not_deleted(tmp_path: Path) -> None:
    with staged_write(tmp_path / "one", b"1") as commit:
        write_atomically(tmp_path / "two", b"2")
        commit()
    assert names_in(tmp_path) == ["one", "two"]


def test_no_other_file_is_deleted(tmp_path: Path) -> None:
    others = [".one.abcd1234", ".one.original", ".one.lock", ".one.part", "one.seawall-tmp", ".seawall-tmp"]
    for name in others:
        (tmp_path / name).write_bytes(b"a user's")
    (tmp_path / ".folder.abcd1234.seawall-tmp").mkdir()
    (tmp_path / ".link.abcd1234.seawall-tmp").symlink_to(tmp_path / "one.seawall-tmp")
    before = names_in(tmp_path)
    write_atomically(tmp_path / "one", b"new")
    assert names_in(tmp_path) == sorted([*before, "one"])


def test_a_login_and_a_logout_delete_stray_tokens(tmp_path: Path) -> None:
    store = TokenFile(tmp_path / "login.json")
    for act in (lambda: store.save(TOKEN), store.delete):
        kill_while_writing(store.path)
        # Earlier versions of Seawall had no suffix for temporary files.
        older = tmp_path / ".login.json.abcd1234"
        older.write_bytes(b"token")
        os.utime(older, (time.time() - 120, time.time() - 120))
        act()
        assert [name for name in names_in(tmp_path) if name.startswith(".")] == []


def test_the_end_of_an_upload_deletes_its_stray_states(tmp_path: Path) -> None:
    state = UploadState(tmp_path / "state")
    source = SourceDigest(1, checksum_of(b"x", Algorithm.SHA256))
    state.save(UploadSession.create("https://files.test/s", "https://files.test/a", source))
    kill_while_writing(tmp_path / "state")
    state.delete()
    assert names_in(tmp_path) == []


def test_the_part_beside_a_complete_file_is_deleted(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"content")
    downloader = Downloader(MemoryTransport(lambda request: Response(500)), Policy())
    for names in ([".file.part"], [".file.part.origin"], [".file.part", ".file.part.origin"]):
        for name in names:
            (tmp_path / name).write_bytes(b"con")
        checksum = checksum_of(b"content", Algorithm.CRC32C)
        assert not downloader.fetch(lambda: "https://files.test/a", target, checksum=checksum)
        assert names_in(tmp_path) == ["file"], names


def test_the_next_folder_replaces_that_of_a_killed_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    code = subprocess.run([sys.executable, "-c", KILLED_FOLDER, "seawall-x-"], check=False).returncode
    (stray,) = tmp_path.iterdir()
    assert (code, stray.name.startswith("seawall-x-")) == (-9, True)
    (tmp_path / "seawall-x-notes").mkdir()
    with temporary_folder("seawall-x-") as first, temporary_folder("seawall-x-") as second:
        assert names_in(tmp_path) == sorted([first.name, second.name, "seawall-x-notes"])
    assert names_in(tmp_path) == ["seawall-x-notes"]
