"""The platform's commands against a real local platform."""

import stat
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from attrs import evolve

from seawall.core.errors import TokenVerificationError
from seawall.runtime.auth.token_file import TokenFile
from seawall.sdks.platform.cli.user import verify
from seawall.sdks.platform.settings import Settings
from tests.cli.conftest import Seawall
from tests.running_platform import RunningPlatform

pytestmark = pytest.mark.slow

RUN = ("platform", "run")
# Of the local platform, where it is told no other.
AUDIENCE = "seawall-local-platform"


def test_login_whoami_logout(
    seawall: Seawall, server: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login_file = tmp_path / "new" / "login.json"
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(login_file))
    ended = seawall("platform", "user", "login", "--device", "--output", "json")
    assert (ended.code, ended.json) == (0, {"base_url": server.url, "login_file": str(login_file)})
    assert f"{server.url}/activate" in ended.stderr
    assert stat.S_IMODE(login_file.stat().st_mode) == 0o600
    token = TokenFile(login_file).load()
    assert token is not None
    assert token.access_token not in ended.stdout + ended.stderr

    ended = seawall("platform", "user", "whoami")
    assert (ended.code, ended.stderr) == (0, "")
    assert "local.user@example.com" in ended.stdout

    assert seawall("platform", "user", "logout", "-o", "json").json == {
        "base_url": server.url,
        "was_logged_in": True,
    }
    assert not login_file.exists()
    assert seawall("platform", "user", "whoami").code == 3
    assert "Nobody was logged in." in seawall("platform", "user", "logout").stderr


@pytest.mark.parametrize(("audience", "is_trusted"), [(None, True), (AUDIENCE, True), ("other", False)])
def test_a_login_is_verified_for_its_audience(
    server: RunningPlatform, audience: str | None, *, is_trusted: bool
) -> None:
    token = TokenFile(server.token_file).load()
    assert token is not None
    settings = Settings(base_url=server.url, audience=audience)
    with nullcontext() if is_trusted else pytest.raises(TokenVerificationError, match="audience"):
        verify(settings, token)


def test_a_login_that_another_has_signed_is_not_trusted(server: RunningPlatform) -> None:
    token = TokenFile(server.token_file).load()
    assert token is not None
    header, claims, signature = token.access_token.split(".")
    forged = evolve(token, access_token=f"{header}.{claims}.{signature[::-1]}")
    with pytest.raises(TokenVerificationError, match="signature"):
        verify(Settings(base_url=server.url, audience=AUDIENCE), forged)


def test_a_login_with_an_audience_is_kept(
    seawall: Seawall, server: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(tmp_path / "login.json"))
    monkeypatch.setenv("SEAWALL_PLATFORM_AUDIENCE", AUDIENCE)
    assert seawall("platform", "user", "login", "--device", "--url", server.url).code == 0
    assert TokenFile(tmp_path / "login.json").load() is not None


def test_a_url_leads_elsewhere_than_the_environment(
    seawall: Seawall, server: RunningPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", "http://127.0.0.1:9")
    assert seawall("platform", "user", "whoami", "--url", server.url).code == 0


@pytest.mark.usefixtures("server")
def test_applications(seawall: Seawall) -> None:
    ended = seawall("platform", "application", "list", "-o", "json")
    assert isinstance(ended.json, list)
    assert {"image-qc", "test-app"} <= {application["application_id"] for application in ended.json}
    ended = seawall("platform", "application", "describe", "image-qc")
    assert "qc:tiff_heatmap" in ended.stdout
    assert "checksum_base64_crc32c" in ended.stdout
    assert seawall("platform", "application", "describe", "gone").code == 5


@pytest.fixture
def finished_run(seawall: Seawall, server: RunningPlatform) -> str:
    images = [server.images / "one.png", server.images / "two.png"]
    ended = seawall(*RUN, "submit", "image-qc", *images, "--wait", "-o", "json")
    assert ended.code == 0, ended.stderr
    assert isinstance(ended.json, dict)
    return str(ended.json["run_id"])


def test_a_run_from_files_to_files(seawall: Seawall, finished_run: str, tmp_path: Path) -> None:
    ended = seawall(*RUN, "list", "--application", "image-qc", "--mine", "--limit", "1", "-o", "json")
    assert isinstance(ended.json, list)
    assert [run["run_id"] for run in ended.json] == [finished_run]

    ended = seawall(*RUN, "describe", finished_run)
    assert "one.png" in ended.stdout
    assert "SUCCEEDED" in ended.stdout

    ended = seawall(*RUN, "download", finished_run, "--to", tmp_path / "results", "-o", "json")
    assert isinstance(ended.json, dict)
    files = ended.json["files"]
    assert len(files) == 6
    assert all(Path(file["path"]).stat().st_size and not file["was_there"] for file in files)
    assert "Downloading 6 of 6" in ended.stderr

    ended = seawall(*RUN, "download", finished_run, "--to", tmp_path / "results")
    assert ended.code == 0
    assert "6 files in" in ended.stderr
    assert "qc_csv_statistics.csv" in ended.stdout

    assert seawall(*RUN, "cancel", finished_run).code == 6
    assert seawall(*RUN, "delete", finished_run, "--yes").code == 0
    ended = seawall(*RUN, "download", finished_run, "--to", tmp_path / "again")
    assert (ended.code, "There is no file to fetch." in ended.stderr) == (0, True)


@pytest.mark.usefixtures("server")
def test_a_run_that_fails_in_part(seawall: Seawall, items: Callable[..., Path]) -> None:
    path = items(good={"outcome": "succeeded"}, bad={"outcome": "user_error"})
    ended = seawall(*RUN, "submit", "test-app", "--items", path, "--wait")
    assert ended.code == 13
    assert "1 of 2 items have succeeded" in ended.stderr
    assert "1 succeeded, 1 user error" in ended.stdout


@pytest.mark.usefixtures("server")
def test_a_run_is_canceled(seawall: Seawall, items: Callable[..., Path]) -> None:
    ended = seawall(*RUN, "submit", "test-app", "--items", items(slow={"duration_s": 30}))
    run_id = ended.stdout.strip()
    assert seawall(*RUN, "cancel", run_id).code == 0
    ended = seawall(*RUN, "wait", run_id, "--timeout", "20")
    assert ended.code == 13
    assert "CANCELED_BY_USER" in ended.stderr
