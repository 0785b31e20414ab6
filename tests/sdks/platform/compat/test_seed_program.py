"""A program for the older client runs with one changed import."""

import ast
import time
from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, InputError
from seawall.runtime.auth.token_file import TokenFile
from seawall.sdks.platform import artifact_from_file
from seawall.sdks.platform.compat import Client, operation_cache_clear, settings, verify_and_decode_token
from seawall.sdks.platform.compat.authentication import SeedTokenFile
from tests.running_platform import RunningPlatform
from tests.sdks.platform.compat import seed_program


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    # No browser can be opened: the login is one with a code.
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.chdir(tmp_path)
    operation_cache_clear()


@pytest.mark.slow
def test_a_program_for_the_older_client_runs_with_one_changed_import(
    shared_platform: RunningPlatform,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # As its users have set it, under the older names.
    monkeypatch.setenv("AIGNOSTICS_API_ROOT", shared_platform.url)
    monkeypatch.setenv("AIGNOSTICS_TOKEN_FILE", str(tmp_path / "token.json"))
    monkeypatch.setenv("AIGNOSTICS_AUDIENCE", "seawall-local-platform")
    monkeypatch.setenv("AIGNOSTICS_LOG_LEVEL", "DEBUG")
    image = shared_platform.images / "one.png"
    checksum = str(artifact_from_file("image", image).metadata["checksum_base64_crc32c"])
    assert seed_program.main(image, checksum, tmp_path / "results") == [
        "User: local.user@example.com, Organization: local",
        "App: image-qc",
        "App: test-app",
        "Version: image-qc 1.0.0",
        "Not found: 404",
        "API error: 404",
        "page_size must be <= 100",
        "Submitted by: test, local.user@example.com",
        "Items succeeded: 1, failed: 0",
        "Item one: 3 artifacts",
    ]
    told = [line for line in capsys.readouterr().out.splitlines() if line.endswith(" of 3 files")]
    assert told[-1] == "3 of 3 files"
    assert len(told) == len(set(told))


def test_the_program_imports_nothing_else_of_this_sdk() -> None:
    tree = ast.parse(Path(seed_program.__file__).read_text(encoding="utf-8"))
    imports = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in imports if name and "seawall" in name} == {"seawall.sdks.platform.compat"}


@pytest.mark.slow
def test_a_login_is_not_stored_without_the_cache_of_tokens(
    shared_platform: RunningPlatform, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "token.json"
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", shared_platform.url)
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(path))
    with Client(cache_token=False) as client:
        assert client.me().email == "local.user@example.com"
        assert client.me(nocache=True).user.id == "local|user"
    assert not path.exists()


@pytest.mark.slow
def test_a_token_file_of_the_older_client_is_used_and_replaced_by_a_login(
    shared_platform: RunningPlatform, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "token.json"
    stored = TokenFile(shared_platform.token_file).load()
    assert stored is not None
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", shared_platform.url)
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(path))
    path.write_text(f"{stored.access_token}:{int(time.time()) + 3600}")
    with Client() as client:
        assert client.me().email == "local.user@example.com"
    assert path.read_text().startswith(str.__str__(stored.access_token))

    path.write_text(f"{stored.access_token}:{int(time.time()) - 1}")
    with Client() as client:
        assert client.me(nocache=True).email == "local.user@example.com"
    assert TokenFile(path).load() is not None


def test_an_older_token_file_is_read_saved_and_deleted(tmp_path: Path) -> None:
    path = tmp_path / "token.json"
    store = SeedTokenFile(TokenFile(path))
    assert store.load() is None
    path.write_text(f"an.old.token:{int(time.time()) + 60}\n")
    found = store.load()
    assert found is not None
    assert str.__str__(found.access_token) == "an.old.token"
    assert 50 < found.lifetime_s <= 60
    store.save(Token(access_token="new", obtained_at=0.0, lifetime_s=1.0))
    assert [one.name for one in tmp_path.iterdir() if not one.name.startswith(".")] == ["token.json"]
    assert store.delete()
    path.write_text("old:1")
    assert store.delete()
    assert not store.delete()


def test_wrong_uses_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGNOSTICS_API_ROOT", "http://127.0.0.1:9")
    monkeypatch.setenv("AIGNOSTICS_RUN_RETRY_WAIT_MIN", "0.2")
    assert settings().run_retry_wait_min == 0.2
    assert settings().client_id_interactive == settings().client_id
    with pytest.raises(ConfigError, match="AUDIENCE"):
        verify_and_decode_token("a.b.c")
    with pytest.raises(InputError, match="caches nothing"):
        operation_cache_clear(Client.run)
