"""`seawall context`, `--context` and the published schemas."""

import json
from pathlib import Path

import pytest

from seawall.runtime.settings.contexts import ContextFile
from seawall.sdks.platform import Client
from tests.cli.commands import completed
from tests.cli.conftest import Seawall
from tests.contract.source import ROOT
from tests.running_platform import RunningPlatform

URL = "base_url=http://one.test"


@pytest.fixture(autouse=True)
def _temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_context_is_added_used_shown_and_removed(seawall: Seawall) -> None:
    outcome = seawall("context", "add", "dev", URL, "attempts=2", "--sdk", "platform")
    assert (outcome.code, outcome.stdout) == (0, "")
    assert "To use it: seawall context use dev" in outcome.stderr
    assert seawall("context", "use", "dev").code == 0
    assert seawall("context", "list").stdout.split() == ["NAME", "SDKS", "*", "dev", "platform"]
    platform, _, agents = seawall("context", "show").stdout.partition("\nagents\n")
    assert "organization_id" in agents
    rows = {line.split()[0]: line.split() for line in platform.splitlines() if line}
    assert rows["base_url"] == ["base_url", "http://one.test", "context", "dev"]
    assert rows["attempts"] == ["attempts", "2", "context", "dev"]
    assert rows["client_id"] == ["client_id", "seawall", "default"]
    outcome = seawall("context", "rm", "dev", "--yes")
    message = "Removed dev.\nThere is no current context now, and no other context.\n"
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", message)
    listed = seawall("context", "list")
    assert listed.stdout.split() == ["NAME", "SDKS"]
    assert "There is no context" in listed.stderr


def test_lists_and_settings_as_json(seawall: Seawall, monkeypatch: pytest.MonkeyPatch) -> None:
    seawall("context", "add", "dev", URL, "preset=testing")
    seawall("context", "use", "dev")
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "s3cret")
    listed = seawall("context", "list", "-o", "json").json
    assert isinstance(listed, dict)
    assert listed["contexts"] == {"dev": {"sdks": ["platform"], "current": True}}
    outcome = seawall("context", "show", "-o", "json")
    assert isinstance(outcome.json, dict)
    settings = outcome.json["settings"]["platform"]
    assert outcome.json["context"] == "dev"
    assert settings["attempts"] == {"value": 1, "origin": "preset testing"}
    assert settings["token"] == {"value": "**********", "origin": "environment SEAWALL_PLATFORM_TOKEN"}
    assert settings["deadline_s"] == {"value": 10.0, "origin": "preset testing"}
    assert "s3cret" not in outcome.stdout


def test_show_lists_settings_that_are_not_set(seawall: Seawall) -> None:
    outcome = seawall("context", "show")
    assert outcome.code == 0
    assert ["base_url", "not", "set"] in [line.split() for line in outcome.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "dev", "token=s3cret"), "token is a secret, and contexts are plain text"),
        (("add", "dev", "atempts=3"), "the nearest is attempts"),
        (("add", "dev", "attempts=99"), "attempts"),
        (("add", "dev", "attempts"), "Give KEY=VALUE"),
        (("add", "a b", URL), "not a name for a context"),
        (("add", "dev", URL, "--sdk", "platfrom"), "'platfrom' is not an SDK; the nearest is platform"),
        (("add", "dev"), "Missing argument"),
        (("use", "prod"), "There is no context 'prod'"),
        (("rm", "prod"), "There is no context 'prod'"),
        (("show", "prod"), "There is no context 'prod'"),
    ],
    ids=str,
)
def test_invalid_arguments_are_errors_and_nothing_is_written(
    seawall: Seawall, arguments: tuple[str, ...], words: str
) -> None:
    outcome = seawall("context", *arguments)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert words in outcome.stderr
    assert "s3cret" not in outcome.stderr
    assert not ContextFile().path.exists()


def test_removing_the_current_context_needs_confirmation(seawall: Seawall) -> None:
    for name in ("dev", "prod"):
        seawall("context", "add", name, URL)
    seawall("context", "use", "dev")
    outcome = seawall("context", "rm", "dev")
    assert (outcome.code, "Give --yes" in outcome.stderr) == (2, True)
    outcome = seawall("context", "rm", "prod")
    assert (outcome.code, outcome.stderr) == (0, "Removed prod.\n")
    assert list(ContextFile().read().entries) == ["dev"]


def test_after_removing_the_current_context_the_next_step_is_shown(seawall: Seawall) -> None:
    for name in ("dev", "prod"):
        seawall("context", "add", name, URL)
    seawall("context", "use", "dev")
    outcome = seawall("context", "rm", "dev", "--yes")
    message = "Removed dev.\nThere is no current context now. To use another: seawall context use prod\n"
    assert (outcome.code, outcome.stderr) == (0, message)


def test_a_broken_file_is_an_error_with_its_line(seawall: Seawall) -> None:
    path = ContextFile().path
    path.parent.mkdir(parents=True)
    path.write_text('current = "dev"\n[contexts.dev\n')
    for arguments in (("context", "list"), ("context", "add", "dev", URL), ("platform", "user", "whoami")):
        outcome = seawall(*arguments)
        assert (outcome.code, f"{path}, line 2: this is not TOML." in outcome.stderr) == (2, True)
    assert path.read_text() == 'current = "dev"\n[contexts.dev\n'


@pytest.mark.slow
def test_commands_use_the_platform_of_the_context(
    seawall: Seawall, server: RunningPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in server.environment:
        monkeypatch.delenv(name)
    login = f"token_file={server.token_file}"
    assert seawall("context", "add", "here", f"base_url={server.url}", login).code == 0
    assert seawall("context", "add", "away", "base_url=http://127.0.0.1:9", login, "attempts=1").code == 0
    assert seawall("context", "use", "away").code == 0
    assert seawall("platform", "user", "whoami").code == 3
    assert seawall("--context", "here", "platform", "user", "whoami").code == 0
    assert seawall("platform", "user", "whoami", "--url", server.url).code == 0
    monkeypatch.setenv("SEAWALL_CONTEXT", "here")
    assert seawall("platform", "user", "whoami").code == 0
    assert (
        json.loads(seawall("--context", "away", "context", "show", "-o", "json").stdout)["context"] == "away"
    )


@pytest.mark.slow
def test_a_run_submitted_by_the_cli_says_so_in_its_metadata(
    seawall: Seawall, server: RunningPlatform
) -> None:
    outcome = seawall("platform", "run", "submit", "image-qc", server.images / "one.png")
    assert outcome.code == 0, outcome.stderr
    with Client() as client:
        metadata = client.runs.get(outcome.stdout.strip()).custom_metadata or {}
    section = metadata["sdk"]
    assert isinstance(section, dict)
    assert section["submission"]["interface"] == "cli"
    assert section["user"]["user_id"]


@pytest.mark.parametrize(
    ("flag", "name"), [((), "platform-run-metadata"), (("--item",), "platform-item-metadata")]
)
def test_metadata_schema_shows_the_published_schema(
    seawall: Seawall, flag: tuple[str, ...], name: str
) -> None:
    pretty = seawall("platform", "sdk", "metadata-schema", *flag, "--pretty")
    compact = seawall("platform", "sdk", "metadata-schema", *flag)
    assert pretty.json == compact.json
    assert len(compact.stdout.splitlines()) == 1
    for published in (f"{name}-1.0.0.json", f"{name}-latest.json"):
        assert (ROOT / "docs" / "schemas" / published).read_text(encoding="utf-8") == pretty.stdout


def test_schemas_writes_and_checks_the_files(seawall: Seawall, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert seawall("schemas", "--check", "--to", folder).code == 1
    assert seawall("schemas", "--to", folder).code == 0
    assert seawall("schemas", "--check", "--to", folder).code == 0
    published = folder / "platform-item-metadata-1.0.0.json"
    published.write_text("{}")
    assert seawall("schemas", "--check", "--to", folder).code == 1
    outcome = seawall("schemas", "--to", folder)
    assert (outcome.code, "is published and must not change" in outcome.stderr) == (2, True)
    assert published.read_text() == "{}"


def test_a_shell_completes_the_names_of_contexts(seawall: Seawall) -> None:
    for name in ("dev", "demo", "prod"):
        assert seawall("context", "add", name, "base_url=http://127.0.0.1:9").code == 0
    assert sorted(completed("seawall --context de")) == ["demo", "dev"]
    Path(ContextFile().path).write_text("no [ toml")
    assert completed("seawall --context de") == []
