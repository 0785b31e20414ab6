"""A token in a file that another program replaces, as Kubernetes, Docker and agents of vaults do it."""

import logging
import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, UnauthorizedError
from seawall.core.http.message import Request, Response
from seawall.runtime import AccessTokenFile, TokenFile
from seawall.sdks.platform import AsyncClient, Client
from seawall.sdks.platform.settings import Settings
from seawall.testing import MemoryTransport, json_response, platform
from seawall.testing.platform import FakePlatform
from seawall.transports import AsyncMemoryTransport
from tests.transports.error_report import error_report

URL = "http://platform.test"


def mounted(folder: Path, token: str) -> Path:
    """Mount or replace a secret as the kubelet does: `token` -> `..data/token`, `..data` -> a new folder."""
    version = folder / f"..{token}"
    version.mkdir(parents=True)
    (version / "token").write_text(token)
    (version / "token").chmod(0o444)
    (folder / "..new").symlink_to(version.name)
    (folder / "..new").replace(folder / "..data")
    if not (folder / "token").is_symlink():
        (folder / "token").symlink_to("..data/token")
    return folder / "token"


def answering(accepts: Callable[[str], bool]) -> tuple[list[str], Callable[[Request], Response]]:
    """The tokens that a server received, and the server: it responds with 401 unless it accepts the token."""
    fake, received = FakePlatform(), list[str]()

    def respond(request: Request) -> Response:
        received.append(request.headers["authorization"].removeprefix("Bearer "))
        return fake.respond(request) if accepts(received[-1]) else json_response(401, {})

    return received, respond


def settings(path: Path) -> Settings:
    return Settings(base_url=URL, access_token_file=path)


def test_a_replaced_token_is_used_by_the_next_call(tmp_path: Path) -> None:
    path = mounted(tmp_path, "first")
    received, respond = answering(lambda _: True)
    with Client(settings=settings(path), transport=MemoryTransport(respond)) as client:
        client.me(nocache=True)
        mounted(tmp_path, "second")
        client.me(nocache=True)
        path.unlink()
        path.write_text("third\n")
        client.me(nocache=True)
    assert received == ["first", "second", "third"]
    assert stat.S_IMODE((tmp_path / "..first" / "token").stat().st_mode) == 0o444


async def test_an_async_client_reads_it_again_too(tmp_path: Path) -> None:
    path = mounted(tmp_path, "first")
    received, respond = answering(lambda _: True)
    async with AsyncClient(settings=settings(path), transport=AsyncMemoryTransport(respond)) as client:
        await client.me(nocache=True)
        mounted(tmp_path, "second")
        await client.me(nocache=True)
    assert received == ["first", "second"]


def test_a_token_that_is_replaced_during_a_call_repeats_the_attempt(tmp_path: Path) -> None:
    path = mounted(tmp_path, "revoked")

    def accepts(token: str) -> bool:
        if token == "revoked":
            mounted(tmp_path, "valid")
        return token == "valid"

    received, respond = answering(accepts)
    with Client(settings=settings(path), transport=MemoryTransport(respond)) as client:
        assert client.me().user.id == platform.me().user.id
    assert received == ["revoked", "valid"]


def test_a_refused_token_is_sent_once(tmp_path: Path) -> None:
    received, respond = answering(lambda _: False)
    transport = MemoryTransport(respond)
    client = Client(settings=settings(mounted(tmp_path, "no")), transport=transport)
    with client, pytest.raises(UnauthorizedError):
        client.me()
    assert received == ["no"]


def test_a_token_argument_or_setting_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_ACCESS_TOKEN_FILE", str(tmp_path / "missing"))
    received, respond = answering(lambda _: True)
    for arguments in ({"token": "given"}, {"tokens": lambda: "given"}):
        made = Client(base_url=URL, transport=MemoryTransport(respond), **arguments)
        made.me()
        made.close()
    assert received == ["given", "given"]


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", URL)
    monkeypatch.setenv("SEAWALL_PLATFORM_ACCESS_TOKEN_FILE", str(mounted(tmp_path, "mine")))
    received, respond = answering(lambda _: True)
    with Client(transport=MemoryTransport(respond)) as client:
        client.me()
    assert received == ["mine"]


def test_without_the_file_no_client_is_made(tmp_path: Path) -> None:
    missing = tmp_path / "token"
    for kind in (Client, AsyncClient):
        with pytest.raises(ConfigError) as caught:
            kind(settings=settings(missing))
        expected = f"The access token file {missing} can not be read: No such file or directory."
        assert str(caught.value) == expected


def test_a_file_that_is_replaced_in_two_steps_stops_no_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "token"
    path.write_text("first")
    tokens = AccessTokenFile(path)
    caplog.set_level(logging.WARNING)
    assert tokens() == "first"
    path.write_text("")
    assert [tokens(), tokens()] == ["first", "first"]
    path.unlink()
    assert tokens() == "first"
    path.write_text("second")
    assert tokens() == "second"
    path.unlink()
    assert tokens() == "second"
    unreadable = f"The access token file {path} can not be read: No such file or directory."
    # One warning for each time that it began to fail.
    assert [record.getMessage() for record in caplog.records] == [
        f"{path} contains no access token; its text is empty. The token that was read before is used.",
        f"{unreadable} The token that was read before is used.",
    ]
    assert "first" not in caplog.text


CONTENTS: tuple[tuple[bytes, str], ...] = (
    (b"", "its text is empty"),
    (b" \n", "its text is empty"),
    (b'"quoted-s3cret"', "its text is in quotes, which are no part of it: remove them"),
    (
        b"Bearer s3cret",
        "its text begins with the name of its scheme, which is added to it: give the token alone",
    ),
    (b"two s3cret", "its text contains spaces or other characters that no token has"),
    (b"s3cret\xff\x00", "its text contains spaces or other characters that no token has"),
    ("s3cret".encode("utf-16"), "it is text in UTF-16"),
    (b"s3cret" * 11_000, "it has more than 65,536 bytes"),
)


@pytest.mark.parametrize(("content", "fault"), CONTENTS, ids=range(len(CONTENTS)))
def test_a_file_without_a_token_is_named_without_its_content(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        AccessTokenFile(path)()
    assert str(caught.value) == f"{path} contains no access token; {fault}."
    assert "s3cret" not in error_report(caught.value)


@pytest.mark.parametrize("content", [b"t0ken\r\n", b"\xef\xbb\xbft0ken\n", b"  t0ken"])
def test_line_ends_spaces_and_marks_of_editors_are_ignored(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    assert AccessTokenFile(path)() == "t0ken"


def test_a_saved_login_belongs_in_another_setting(tmp_path: Path) -> None:
    login = Token(access_token="hunter2", refresh_token="r", obtained_at=5.0, lifetime_s=60.0)
    TokenFile(tmp_path / "login.json").save(login)
    with pytest.raises(ConfigError, match=r"that Seawall has saved, which belongs in `token_file`\.$"):
        AccessTokenFile(tmp_path / "login.json")()


def test_a_pipe_a_folder_and_a_file_without_permission_are_errors(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match=r"pipe can not be read: it is not a regular file\.$"):
        AccessTokenFile(tmp_path / "pipe")()
    with pytest.raises(ConfigError, match=r"can not be read: Is a directory\.$"):
        AccessTokenFile(tmp_path)()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ConfigError, match=r"loop can not be read: Too many levels"):
        AccessTokenFile(tmp_path / "loop")()


def test_no_repr_shows_the_token(tmp_path: Path) -> None:
    tokens = AccessTokenFile(mounted(tmp_path, "s3cret"))
    assert repr(tokens()) == "Secret(...)"
    assert "s3cret" not in repr(vars(tokens))
    with pytest.raises(TypeError, match="Make one with the same path"):
        pickle.dumps(tokens)
    assert repr(tokens) == f"AccessTokenFile({str(tmp_path / 'token')!r})"
