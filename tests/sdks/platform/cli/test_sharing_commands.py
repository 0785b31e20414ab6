"""`seawall platform share`, `run metadata`, `item metadata`, documents and schemas, on a local platform."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from seawall.sdks.platform import Client
from tests.cli.conftest import Seawall
from tests.local.platform.client import wait_until
from tests.running_platform import RunningPlatform

pytestmark = pytest.mark.slow


@pytest.fixture
def run_id(seawall: Seawall, server: RunningPlatform) -> str:
    outcome = seawall("platform", "run", "submit", "image-qc", server.images / "one.png")
    assert outcome.code == 0, outcome.stderr
    return outcome.stdout.strip()


def test_a_share_token_is_shown_once_and_revoked(seawall: Seawall, run_id: str) -> None:
    made = seawall(
        "platform", "share", "token", "create", run_id, "--expires", "2099-01-31", "-o", "json"
    ).json
    assert isinstance(made, dict)
    with Client() as client:
        assert str(client.runs.get(run_id, share_token=made["share_token"]).run_id) == run_id
    token_id = made["share_token_id"]
    assert made["expires_at"] == "2099-01-31T00:00:00Z"

    listed = seawall("platform", "share", "token", "list", "--run", run_id, "-o", "json")
    assert isinstance(listed.json, list)
    assert [token["share_token_id"] for token in listed.json] == [token_id]
    shown = seawall("platform", "share", "token", "show", token_id)
    assert "active" in shown.stdout
    assert made["share_token"] not in listed.stdout + shown.stdout

    assert "revoked" in seawall("platform", "share", "token", "revoke", token_id).stdout
    assert seawall("platform", "share", "token", "revoke", token_id).code == 6
    assert "No share tokens" in seawall("platform", "share", "token", "list", "--run", run_id).stderr
    assert token_id in seawall("platform", "share", "token", "list", "--run", run_id, "--all").stdout


def test_the_output_of_token_create_is_a_file_for_share_token(
    seawall: Seawall, run_id: str, tmp_path: Path
) -> None:
    made = seawall("platform", "share", "token", "create", run_id, "--expires", "2099-01-31")
    assert "can read the run until 2099-01-31 00:00:00 UTC." in made.stderr
    file = tmp_path / "token.txt"
    file.write_text(made.stdout)
    with Client() as client:
        assert client.runs.get(run_id, share_token=made.stdout.strip()).has_data
    shown = seawall("platform", "run", "describe", run_id, "--share-token", f"@{file}")
    assert shown.code == 0, shown.stderr
    assert made.stdout.strip() not in made.stderr + shown.stdout + shown.stderr


def test_a_share_token_whose_time_has_passed_is_expired(seawall: Seawall, run_id: str) -> None:
    token = ("platform", "share", "token")
    refused = seawall(*token, "create", run_id, "--expires", "2020-01-31")
    assert (refused.code, "which has passed" in refused.stderr) == (2, True), refused.stderr
    with Client() as client:
        soon = datetime.now(UTC) + timedelta(seconds=2)
        made = client.runs.get(run_id).create_share_token(expires_at=soon)
    wait_until(lambda: datetime.now(UTC) > soon)
    shown = seawall(*token, "show", str(made.share_token_id)).stdout
    assert ("expired" in shown, "active" in shown) == (True, False)


def test_the_end_of_a_share_token_is_a_day_or_a_time_in_any_zone(seawall: Seawall, run_id: str) -> None:
    for given, end in [
        ("2099-01-31", "2099-01-31T00:00:00Z"),
        ("2099-01-31T12:00:00Z", "2099-01-31T12:00:00Z"),
        ("2099-01-31T12:00:00.5+02:00", "2099-01-31T10:00:00.500000Z"),
    ]:
        made = seawall("platform", "share", "token", "create", run_id, "--expires", given, "-o", "json").json
        assert isinstance(made, dict)
        assert made["expires_at"] == end, given
    refused = seawall("platform", "share", "token", "create", run_id, "--expires", "tomorrow")
    assert refused.code == 2
    assert "'tomorrow' is no time. Give e.g. 2099-01-31, or 2099-01-31T12:00:00Z." in " ".join(
        refused.stderr.split()
    )


def test_the_id_of_a_run_is_named_in_lists_too(seawall: Seawall, server: RunningPlatform) -> None:
    for kind in ("grant", "token"):
        outcome = seawall("platform", "share", kind, "list", "--run", "x", "--url", server.url)
        assert (outcome.code, outcome.stderr) == (2, "Error: run id is 'x'. Give a UUID.\n")


def test_a_grant_is_created_listed_and_revoked(seawall: Seawall, run_id: str) -> None:
    share = ("platform", "share", "grant")
    neither = seawall(*share, "create", run_id)
    assert (neither.code, "either --email or --subject" in neither.stderr) == (2, True)
    subject = ("--kind", "organization_user", "--subject", "org_local")
    grant = seawall(*share, "create", run_id, *subject, "-o", "json").json
    assert isinstance(grant, dict)
    grant_id = grant["grant_id"]
    assert grant_id in seawall(*share, "list", "--run", run_id).stdout
    assert "viewer" in seawall(*share, "show", grant_id).stdout
    assert "revoked" in seawall(*share, "revoke", grant_id).stdout
    assert "No grants" in seawall(*share, "list", "--run", run_id).stderr
    assert grant_id in seawall(*share, "list", "--run", run_id, "--all").stdout


def test_metadata_are_shown_and_replaced_unless_they_have_changed(seawall: Seawall, run_id: str) -> None:
    for words in (("run", "metadata"), ("item", "metadata")):
        names = [run_id] if words[0] == "run" else [run_id, "one.png"]
        before = seawall("platform", *words, "show", *names, "-o", "json").json
        assert isinstance(before, dict)
        given = json.dumps({"study": 7})
        checksum = ("--checksum", before["custom_metadata_checksum"])
        assert seawall("platform", *words, "update", *names, given, *checksum).code == 0
        outcome = seawall("platform", *words, "update", *names, given, *checksum)
        assert outcome.code == 6
        assert f"seawall platform {' '.join([*words, 'show', *names])}" in outcome.stderr
        shown = seawall("platform", *words, "show", *names)
        assert '"study": 7' in shown.stdout
        assert '"created_at"' in shown.stdout
    assert seawall("platform", "run", "metadata", "update", run_id, "[]").code == 2


@pytest.mark.usefixtures("server")
def test_documents_and_schemas_of_a_version(seawall: Seawall, tmp_path: Path) -> None:
    application = ("platform", "application")
    assert "1.0.0" in seawall(*application, "version", "list", "image-qc").stdout
    document = (*application, "version", "document")
    assert "changelog.md" in seawall(*document, "list", "image-qc", "--version", "1.0.0").stdout
    assert "text/markdown" in seawall(*document, "describe", "image-qc", "changelog.md").stdout
    outcome = seawall(*document, "download", "image-qc", "changelog.md", "--to", tmp_path)
    assert outcome.code == 0, outcome.stderr
    assert (tmp_path / "changelog.md").stat().st_size

    outcome = seawall(*application, "dump-schemata", "image-qc", "--to", tmp_path / "schemata", "-o", "json")
    assert isinstance(outcome.json, list)
    assert len(outcome.json) == 4
    schema = json.loads(Path(outcome.json[0]["path"]).read_text())
    assert "checksum_base64_crc32c" in schema["properties"]


def test_whoami_masks_credentials_unless_told_otherwise(seawall: Seawall, server: RunningPlatform) -> None:
    whoami = ("platform", "user", "whoami")
    assert "secret" not in (seawall(*whoami).stdout + seawall(*whoami, "-o", "json").stdout).lower()
    assert "Bucket secret" in seawall(*whoami, "--no-mask-secrets").stdout
    assert "bucket_secret_access_key" in seawall(*whoami, "--no-mask-secrets", "-o", "json").stdout
    kept = seawall("platform", "user", "login", "--device")
    assert (kept.code, "You are logged in already." in kept.stderr) == (0, True)
    assert "--relogin" in kept.stderr
    before = server.token_file.read_bytes()
    assert seawall("platform", "user", "login", "--device", "--relogin").code == 0
    assert server.token_file.read_bytes() != before
    assert seawall(*whoami, "--relogin").code == 0


@pytest.mark.usefixtures("server")
def test_config_shows_each_setting_with_its_origin(seawall: Seawall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "a-secret-token")
    shown = seawall("platform", "config", "show", "--url", "http://127.0.0.1:9")
    assert "a-secret-token" not in shown.stdout
    lines = {line.split()[0]: line for line in shown.stdout.splitlines() if line}
    assert "argument" in lines["base_url"]
    assert "**********" in lines["token"]
    assert lines["attempts"].split() == ["attempts", "4", "default"]
    data = seawall("platform", "config", "show", "-o", "json").json
    assert isinstance(data, dict)
    assert data["settings"]["attempts"] == {"value": 4, "origin": "default"}
