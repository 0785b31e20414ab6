import stat
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.core.tokens import Token
from seawall.runtime.token_file import TokenFile


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


def test_a_file_that_is_no_login_is_neither_replaced_nor_deleted(tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text('["mine"]')
    file = TokenFile(path)
    token = Token(access_token="new", obtained_at=0.0, lifetime_s=1.0)
    for act in (file.delete, lambda: file.save(token)):
        with pytest.raises(ConfigError, match="no login of Seawall"):
            act()
    assert path.read_text() == '["mine"]'
