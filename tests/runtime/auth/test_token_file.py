import os
import stat
import sys
from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError
from seawall.runtime.auth.token_file import TokenFile


def token(access_token: str = "hunter2") -> Token:
    return Token(access_token=access_token, refresh_token="r", obtained_at=5.0, lifetime_s=60.0)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    assert file.load() == token()


def test_there_may_be_no_file(tmp_path: Path) -> None:
    assert TokenFile(tmp_path / "none" / "token.json").load() is None


@pytest.mark.parametrize("content", [b"", b"{}", b'{"access_token":5}', b"\xff\xfe", b"[" * 200_000])
def test_what_is_no_token_counts_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token.json"
    path.write_bytes(content)
    assert TokenFile(path).load() is None


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "token.json"
    TokenFile(path).save(token())
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    path.write_bytes(b"")
    path.chmod(0o644)
    TokenFile(path).save(token())
    assert mode(path) == 0o600


def test_who_reads_while_it_is_written_sees_the_old_one_whole(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token("old"))
    with file.path.open("rb") as reader:
        file.save(token("new"))
        assert b'"old"' in reader.read()
    assert file.load() == token("new")


def test_a_save_that_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token("old"))
    with pytest.raises(ValueError, match="no JSON"):
        file.save(token("\ud800"))
    assert file.load() == token("old")
    assert [path.name for path in tmp_path.iterdir()] == ["token.json"]


def test_what_can_not_be_read_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"token file .* can not be read: Is a directory"):
        TokenFile(tmp_path).load()


def test_what_can_not_be_written_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"token file .* can not be written"):
        TokenFile(tmp_path / "file" / "token.json").save(token())


def test_it_is_deleted_once(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    assert (file.delete(), file.delete()) == (True, False)


def test_what_can_not_be_deleted_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"token file .* can not be deleted"):
        TokenFile(tmp_path / "file" / "token.json").delete()


def test_the_repr_shows_the_path_and_no_secret(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    assert "token.json" in repr(file)
    assert "hunter2" not in repr(file)


# --- What stands in its place and is no login ------------------------------------------------------------


OTHERS = [b'["mine"]', b'{"access_token":"half of a lo', b"\xff\xfe", b'{"access_token":5}']


@pytest.mark.parametrize("content", OTHERS)
def test_a_file_that_is_no_login_is_told_and_left(
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


@pytest.mark.parametrize("content", OTHERS)
def test_a_file_that_is_no_login_is_set_aside_for_one(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "items.json"
    file = TokenFile(path)
    for name in ["items.json.broken", "items.json.broken-2", "items.json.broken-3"]:
        path.write_bytes(content)
        file.save(token())
        assert file.load() == token()
        assert (tmp_path / name).read_bytes() == content
    assert "it is now items.json.broken-3" in caplog.text
    assert "half of a lo" not in caplog.text


def test_an_empty_file_is_nothing_to_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "token.json"
    path.write_bytes(b"")
    TokenFile(path).save(token())
    assert [path.name for path in tmp_path.iterdir()] == ["token.json"]
    assert caplog.text == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes.")
@pytest.mark.parametrize("open_mode", [0o644, 0o640, 0o604, 0o620, 0o666])
def test_a_login_that_others_could_read_is_closed_to_them_and_told(
    tmp_path: Path, open_mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    file = TokenFile(tmp_path / "token.json")
    file.save(token())
    file.path.chmod(open_mode)
    assert file.load() == token()
    assert mode(file.path) == 0o600
    assert f"Others could read the login in {file.path}" in caplog.text
    caplog.clear()
    file.load()
    assert caplog.text == ""


# --- The lock --------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock.")
def test_one_at_a_time_has_the_file_for_itself(tmp_path: Path) -> None:
    file, same = TokenFile(tmp_path / "new" / "token.json"), TokenFile(tmp_path / "new" / "token.json")
    release = file.try_lock()
    assert release is not None
    assert same.try_lock() is None
    release()
    again = same.try_lock()
    assert again is not None
    again()


def test_the_lock_is_no_secret_and_none_of_the_login(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    release = file.try_lock()
    assert release is not None
    file.save(token())
    assert file.load() == token()
    release()
    assert (tmp_path / ".token.json.lock").read_bytes() == b""


def test_where_nothing_can_be_locked_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    release = TokenFile(tmp_path / "file" / "token.json").try_lock()
    assert release is not None
    release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes links for administrators only.")
def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".token.json.lock").symlink_to(tmp_path / "elsewhere")
    release = TokenFile(tmp_path / "token.json").try_lock()
    assert release is not None
    release()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes.")
def test_what_is_no_regular_file_is_told_and_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = TokenFile(tmp_path / "pipe")
    os.mkfifo(file.path)
    assert file.load() is None
    assert "pipe is no login of Seawall" in caplog.text
    assert not file.delete()
    with pytest.raises(ConfigError, match="no regular file"):
        file.save(token())
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
    assert stat.S_ISFIFO(file.path.stat().st_mode)
