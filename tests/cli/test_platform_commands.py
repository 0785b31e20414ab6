"""The platform's commands against a real local platform."""

import stat
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from attrs import evolve

from seawall.core.errors import TokenVerificationError, UnauthorizedError
from seawall.runtime.auth.token_file import TokenFile
from seawall.sdks.platform import Client
from seawall.sdks.platform.cli.user import verify
from seawall.sdks.platform.settings import Settings
from tests.cli.commands import completed
from tests.cli.conftest import Seawall
from tests.running_platform import RunningPlatform

pytestmark = pytest.mark.slow

RUN = ("platform", "run")
# The default of the local platform.
AUDIENCE = "seawall-local-platform"


def test_login_whoami_logout(
    seawall: Seawall, server: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login_file = tmp_path / "new" / "login.json"
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(login_file))
    outcome = seawall("platform", "user", "login", "--device", "--output", "json")
    assert (outcome.code, outcome.json) == (0, {"base_url": server.url, "login_file": str(login_file)})
    assert f"{server.url}/activate" in outcome.stderr
    assert stat.S_IMODE(login_file.stat().st_mode) == 0o600
    token = TokenFile(login_file).load()
    assert token is not None
    assert token.access_token not in outcome.stdout + outcome.stderr

    outcome = seawall("platform", "user", "whoami")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert "local.user@example.com" in outcome.stdout

    assert seawall("platform", "user", "logout", "-o", "json").json == {
        "base_url": server.url,
        "was_logged_in": True,
        "was_revoked": True,
    }
    assert not login_file.exists()
    with pytest.raises(UnauthorizedError), Client(base_url=server.url, token=token.access_token) as client:
        client.me()
    assert seawall("platform", "user", "whoami").code == 3
    assert "You were not logged in." in seawall("platform", "user", "logout").stderr


@pytest.mark.parametrize(("audience", "is_trusted"), [(None, True), (AUDIENCE, True), ("other", False)])
def test_a_login_is_verified_for_its_audience(
    server: RunningPlatform, audience: str | None, *, is_trusted: bool
) -> None:
    token = TokenFile(server.token_file).load()
    assert token is not None
    settings = Settings(base_url=server.url, audience=audience)
    with nullcontext() if is_trusted else pytest.raises(TokenVerificationError, match="audience"):
        verify(settings, token)


def test_a_token_with_a_forged_signature_is_not_trusted(server: RunningPlatform) -> None:
    token = TokenFile(server.token_file).load()
    assert token is not None
    header, claims, signature = token.access_token.split(".")
    forged = evolve(token, access_token=f"{header}.{claims}.{signature[::-1]}")
    with pytest.raises(TokenVerificationError, match="signature"):
        verify(Settings(base_url=server.url, audience=AUDIENCE), forged)


def test_a_verified_login_is_stored(
    seawall: Seawall, server: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(tmp_path / "login.json"))
    monkeypatch.setenv("SEAWALL_PLATFORM_AUDIENCE", AUDIENCE)
    assert seawall("platform", "user", "login", "--device", "--url", server.url).code == 0
    assert TokenFile(tmp_path / "login.json").load() is not None


def test_the_url_option_overrides_the_environment(
    seawall: Seawall, server: RunningPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", "http://127.0.0.1:9")
    assert seawall("platform", "user", "whoami", "--url", server.url).code == 0


@pytest.mark.usefixtures("server")
def test_applications(seawall: Seawall) -> None:
    outcome = seawall("platform", "application", "list", "-o", "json")
    assert isinstance(outcome.json, list)
    assert {"image-qc", "test-app"} <= {application["application_id"] for application in outcome.json}
    outcome = seawall("platform", "application", "describe", "image-qc")
    assert "qc:tiff_heatmap" in outcome.stdout
    assert "checksum_base64_crc32c" in outcome.stdout
    assert seawall("platform", "application", "describe", "gone").code == 5


@pytest.fixture
def finished_run(seawall: Seawall, server: RunningPlatform) -> str:
    images = [server.images / "one.png", server.images / "two.png"]
    outcome = seawall(*RUN, "submit", "image-qc", *images, "--wait", "-o", "json")
    assert outcome.code == 0, outcome.stderr
    assert isinstance(outcome.json, dict)
    return str(outcome.json["run_id"])


def test_submit_describe_download_and_delete(seawall: Seawall, finished_run: str, tmp_path: Path) -> None:
    outcome = seawall(*RUN, "list", "--application", "image-qc", "--mine", "--limit", "1", "-o", "json")
    assert isinstance(outcome.json, list)
    assert [run["run_id"] for run in outcome.json] == [finished_run]

    assert completed(f"seawall platform run describe {finished_run[:8]}") == [finished_run]
    assert completed("seawall platform application describe image-") == ["image-qc"]

    outcome = seawall(*RUN, "describe", finished_run)
    assert "one.png" in outcome.stdout
    assert "SUCCEEDED" in outcome.stdout

    outcome = seawall(*RUN, "result", "download", finished_run, "--to", tmp_path / "results", "-o", "json")
    assert isinstance(outcome.json, dict)
    files = outcome.json["files"]
    assert len(files) == 6
    assert all(Path(file["path"]).stat().st_size and not file["was_there"] for file in files)
    assert "Downloading 6 of 6" in outcome.stderr

    outcome = seawall(*RUN, "result", "download", finished_run, "--to", tmp_path / "results")
    assert outcome.code == 0
    assert "6 files in" in outcome.stderr
    assert "qc_csv_statistics.csv" in outcome.stdout

    assert seawall(*RUN, "cancel", finished_run).code == 6
    assert seawall(*RUN, "delete", finished_run, "--yes").code == 0
    # The earlier name of `result download`.
    outcome = seawall(*RUN, "download", finished_run, "--to", tmp_path / "again")
    assert (outcome.code, "There are no files to download." in outcome.stderr) == (0, True)


@pytest.mark.usefixtures("server")
def test_a_partly_failed_run(seawall: Seawall, items: Callable[..., Path]) -> None:
    path = items(good={"outcome": "succeeded"}, bad={"outcome": "user_error"})
    outcome = seawall(*RUN, "submit", "test-app", "--items", path, "--wait")
    assert outcome.code == 13
    assert "1 of 2 items have succeeded" in outcome.stderr
    # The earlier name of `watch`.
    waited = seawall(*RUN, "wait", outcome.stdout.strip())
    assert waited.code == 13
    assert "1 succeeded, 1 user error" in waited.stdout


@pytest.mark.usefixtures("server")
def test_cancel(seawall: Seawall, items: Callable[..., Path]) -> None:
    outcome = seawall(*RUN, "submit", "test-app", "--items", items(slow={"duration_s": 30}))
    run_id = outcome.stdout.strip()
    assert seawall(*RUN, "cancel", run_id).code == 0
    outcome = seawall(*RUN, "watch", run_id, "--timeout", "20")
    assert outcome.code == 13
    assert "CANCELED_BY_USER" in outcome.stderr


def test_health_without_a_login_says_that_the_server_answers(
    seawall: Seawall, server: RunningPlatform, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN_FILE", str(tmp_path / "none.json"))
    monkeypatch.delenv("SEAWALL_PLATFORM_TOKEN", raising=False)
    shown = seawall("platform", "health", "--url", server.url)
    assert shown.code == 3
    assert shown.stdout.splitlines()[0] == "Status    the server answers; you are not logged in"
    assert "seawall platform user login" in shown.stdout
    found = seawall("platform", "health", "--url", server.url, "-o", "json").json
    assert isinstance(found, dict)
    assert found["status"] == "not_logged_in"
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "wrong")
    assert seawall("platform", "health", "--url", server.url).code == 3


def test_health_and_stats(seawall: Seawall, server: RunningPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    well = seawall("platform", "health")
    assert (well.code, well.stdout.splitlines()[0]) == (0, "Status    healthy")
    stats = seawall("platform", "stats", "-o", "json").json
    assert isinstance(stats, dict)
    assert stats["calls"]["calls"] == 1
    assert "Calls  1, 0 failed" in seawall("platform", "stats").stdout
    # Nothing listens there.
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", "http://127.0.0.1:9")
    assert seawall("platform", "health").code == 1
