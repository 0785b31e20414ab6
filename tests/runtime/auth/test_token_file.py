import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError
from seawall.runtime.auth.token_file import TokenFile
from tests.runtime.files.small_disk import can_mount
from tests.transports.error_report import error_report


def token(access_token: str = "hunter2") -> Token:
    return Token(access_token=access_token, refresh_token="r", obtained_at=5.0, lifetime_s=60.0)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_saved_token_is_loaded(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    assert file.load() == token()


def test_without_a_file_there_is_no_token(tmp_path: Path) -> None:
    assert TokenFile(tmp_path / "none" / "token.json").load() is None


def test_a_file_without_a_token_is_ignored(tmp_path: Path) -> None:
    for content in (b"", b"{}", b'{"access_token":5}', b"\xff\xfe", b"[" * 200_000):
        path = tmp_path / "token.json"
        path.write_bytes(content)
        assert TokenFile(path).load() is None


def test_only_the_user_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "token.json"
    TokenFile(path).save(token())
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_saving_makes_the_file_private(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    path.write_bytes(b"")
    path.chmod(0o644)
    TokenFile(path).save(token())
    assert mode(path) == 0o600


def test_a_reader_during_a_save_reads_the_whole_old_token(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token("old"))
    with file.path.open("rb") as reader:
        file.save(token("new"))
        assert b'"old"' in reader.read()
    assert file.load() == token("new")


def test_a_failed_save_leaves_the_old_token_and_no_other_file(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token("old"))
    with pytest.raises(ValueError, match="lone surrogate"):
        file.save(token("\ud800"))
    assert file.load() == token("old")
    assert [path.name for path in tmp_path.iterdir()] == ["token.json"]


def test_an_unreadable_file_raises_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"token file .* can not be read: Is a directory"):
        TokenFile(tmp_path).load()


def test_an_unwritable_file_raises_config_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"token file .* can not be written"):
        TokenFile(tmp_path / "file" / "token.json").save(token())


def test_a_check_before_a_login_leaves_nothing_and_keeps_the_stored_login(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "new" / "token.json")
    file.check_writable()
    assert list((tmp_path / "new").iterdir()) == []
    file.save(token())
    file.check_writable()
    assert file.load() == token()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["token.json"]


def test_a_check_before_a_login_finds_the_faults_of_a_save(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    rows = [("file/token.json", "Not a directory|File exists"), ("folder", "Is a directory")]
    for name, reason in [*rows, ("pipe", "Not a regular file")]:
        with pytest.raises(ConfigError, match=rf"token file .*{name} can not be written: ({reason})\."):
            TokenFile(tmp_path / name).check_writable()


FULL_DISK = """
import subprocess, sys
from pathlib import Path
from seawall.core.errors import ConfigError
from seawall.runtime.auth.token_file import TokenFile

folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", folder], check=True)
try:
    TokenFile(folder / "token.json").check_writable()
except ConfigError as error:
    print(error, list(folder.iterdir()))
"""


@pytest.mark.slow
@pytest.mark.skipif(not can_mount(), reason="no file system may be mounted here")
def test_a_check_before_a_login_finds_a_full_disk(tmp_path: Path) -> None:
    command = ["unshare", "-rm", sys.executable, "-c", FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "No space left on device" in done.stdout
    assert done.stdout.endswith(" []\n")


def test_deleting_twice(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    assert (file.delete(), file.delete()) == (True, False)


def test_an_undeletable_file_raises_config_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"token file .* can not be deleted"):
        TokenFile(tmp_path / "file" / "token.json").delete()


def test_the_repr_shows_the_path_and_no_secret(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    assert "token.json" in repr(file)
    assert "hunter2" not in repr(file)


# --- Files without a login -------------------------------------------------------------------------------


NO_LOGINS = [b'["mine"]', b'{"access_token":"half of a lo', b"\xff\xfe", b'{"access_token":5}']


@pytest.mark.parametrize("content", NO_LOGINS)
def test_a_file_without_a_login_is_logged_and_not_changed(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(content)
    assert TokenFile(path).load() is None
    assert TokenFile(path).delete() is False
    assert path.read_bytes() == content
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert all(str(path) in record.getMessage() for record in caplog.records)
    assert "half of a lo" not in caplog.text


@pytest.mark.parametrize("content", NO_LOGINS)
def test_saving_renames_a_file_without_a_login(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "items.json"
    file = TokenFile(path)
    for name in ["items.json.broken", "items.json.broken-2", "items.json.broken-3"]:
        path.write_bytes(content)
        file.save(token())
        assert file.load() == token()
        assert (tmp_path / name).read_bytes() == content
    assert "it was renamed to items.json.broken-3" in caplog.text
    assert "half of a lo" not in caplog.text


def test_saving_replaces_an_empty_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "token.json"
    path.write_bytes(b"")
    TokenFile(path).save(token())
    assert [path.name for path in tmp_path.iterdir()] == ["token.json"]
    assert caplog.text == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
@pytest.mark.parametrize("open_mode", [0o644, 0o640, 0o604, 0o620, 0o666])
def test_a_login_that_other_users_could_read_is_made_private_and_logged(
    tmp_path: Path, open_mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    file.path.chmod(open_mode)
    assert file.load() == token()
    assert mode(file.path) == 0o600
    assert f"Other users could read the login in {file.path}" in caplog.text
    caplog.clear()
    file.load()
    assert caplog.text == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
def test_a_login_that_can_not_be_made_private_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    file.path.chmod(0o644)

    def chmod(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", chmod)
    assert file.load() == token()
    assert f"Other users can read the login in {file.path} (Operation not permitted)" in caplog.text


# --- The lock --------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock.")
def test_the_file_can_be_locked_once(tmp_path: Path) -> None:
    file, same = TokenFile(tmp_path / "new" / "token.json"), TokenFile(tmp_path / "new" / "token.json")
    release = file.try_lock()
    assert release is not None
    assert same.try_lock() is None
    release()
    again = same.try_lock()
    assert again is not None
    again()


def test_the_lock_file_is_empty_and_not_the_store(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    release = file.try_lock()
    assert release is not None
    file.save(token())
    assert file.load() == token()
    release()
    assert (tmp_path / ".token.json.lock").read_bytes() == b""


def test_without_locks_try_lock_succeeds(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    release = TokenFile(tmp_path / "file" / "token.json").try_lock()
    assert release is not None
    release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes links for administrators only.")
def test_a_link_in_place_of_the_lock_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".token.json.lock").symlink_to(tmp_path / "elsewhere")
    release = TokenFile(tmp_path / "token.json").try_lock()
    assert release is not None
    release()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes.")
def test_a_file_that_is_not_regular_is_logged_and_not_changed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = TokenFile(tmp_path / "pipe")
    os.mkfifo(file.path)
    assert file.load() is None
    assert "pipe contains no valid login of Seawall" in caplog.text
    assert not file.delete()
    with pytest.raises(ConfigError, match="not a regular file"):
        file.save(token())
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
    assert stat.S_ISFIFO(file.path.stat().st_mode)


def test_an_access_token_in_place_of_a_login_is_an_error_that_says_so(tmp_path: Path) -> None:
    for content in ("eyJhbGciOiJub25lIn0.e30.c2lnbmF0dXJl", "0123456789abcdef0123456789abcdef\n"):
        file = TokenFile(tmp_path / "token")
        file.path.write_text(content)
        with pytest.raises(ConfigError, match="seems to contain an access token") as caught:
            file.load()
        assert content.strip() not in error_report(caught.value)
        assert file.path.read_text() == content
