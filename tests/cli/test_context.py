"""`seawall context`, `--context`, and the schemas that are published."""

import json
from pathlib import Path

import pytest

from seawall.runtime.settings.contexts import ContextFile
from seawall.sdks.platform import Client
from tests.cli.conftest import Seawall
from tests.contract.source import ROOT
from tests.running_platform import RunningPlatform

URL = "base_url=http://one.test"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_context_is_made_used_shown_and_removed(seawall: Seawall) -> None:
    ended = seawall("context", "add", "dev", URL, "attempts=2", "--sdk", "platform")
    assert (ended.code, ended.stdout) == (0, "")
    assert "To use it: seawall context use dev" in ended.stderr
    assert seawall("context", "use", "dev").code == 0
    assert seawall("context", "list").stdout.split() == ["NAME", "SDKS", "*", "dev", "platform"]
    rows = {line.split()[0]: line.split() for line in seawall("context", "show").stdout.splitlines() if line}
    assert rows["base_url"] == ["base_url", "http://one.test", "context", "dev"]
    assert rows["attempts"] == ["attempts", "2", "context", "dev"]
    assert rows["client_id"] == ["client_id", "seawall", "default"]
    ended = seawall("context", "rm", "dev", "--yes")
    told = "Removed dev.\nNo context is in use now, and there is no other.\n"
    assert (ended.code, ended.stdout, ended.stderr) == (0, "", told)
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
    ended = seawall("context", "show", "-o", "json")
    assert isinstance(ended.json, dict)
    settings = ended.json["settings"]["platform"]
    assert ended.json["context"] == "dev"
    assert settings["attempts"] == {"value": 1, "origin": "preset testing"}
    assert settings["token"] == {"value": "**********", "origin": "environment SEAWALL_PLATFORM_TOKEN"}
    assert settings["deadline_s"] == {"value": 10.0, "origin": "preset testing"}
    assert "s3cret" not in ended.stdout


def test_show_tells_what_is_not_set_and_goes_on(seawall: Seawall) -> None:
    ended = seawall("context", "show")
    assert ended.code == 0
    assert ["base_url", "not", "set"] in [line.split() for line in ended.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "dev", "token=s3cret"), "token is a secret, and contexts are plain text"),
        (("add", "dev", "atempts=3"), "the nearest is attempts"),
        (("add", "dev", "attempts=99"), "attempts"),
        (("add", "dev", "attempts"), "give KEY=VALUE"),
        (("add", "a b", URL), "not a name for a context"),
        (("add", "dev", URL, "--sdk", "platfrom"), "'platfrom' is not an SDK; the nearest is platform"),
        (("add", "dev"), "Missing argument"),
        (("use", "prod"), "There is no context 'prod'"),
        (("rm", "prod"), "There is no context 'prod'"),
        (("show", "prod"), "There is no context 'prod'"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    seawall: Seawall, arguments: tuple[str, ...], words: str
) -> None:
    ended = seawall("context", *arguments)
    assert (ended.code, ended.stdout) == (2, "")
    assert words in ended.stderr
    assert "s3cret" not in ended.stderr
    assert not ContextFile().path.exists()


def test_removing_the_one_in_use_needs_a_yes(seawall: Seawall) -> None:
    for name in ("dev", "prod"):
        seawall("context", "add", name, URL)
    seawall("context", "use", "dev")
    ended = seawall("context", "rm", "dev")
    assert (ended.code, "Give --yes" in ended.stderr) == (2, True)
    ended = seawall("context", "rm", "prod")
    assert (ended.code, ended.stderr) == (0, "Removed prod.\n")
    assert list(ContextFile().read().entries) == ["dev"]


def test_who_removes_the_one_in_use_is_told_that_none_is(seawall: Seawall) -> None:
    for name in ("dev", "prod"):
        seawall("context", "add", name, URL)
    seawall("context", "use", "dev")
    ended = seawall("context", "rm", "dev", "--yes")
    told = "Removed dev.\nNo context is in use now. To use another: seawall context use prod\n"
    assert (ended.code, ended.stderr) == (0, told)


def test_a_broken_file_is_told_by_line(seawall: Seawall) -> None:
    path = ContextFile().path
    path.parent.mkdir(parents=True)
    path.write_text('current = "dev"\n[contexts.dev\n')
    for arguments in (("context", "list"), ("context", "add", "dev", URL), ("platform", "user", "whoami")):
        ended = seawall(*arguments)
        assert (ended.code, f"{path}, line 2: this is not TOML." in ended.stderr) == (2, True)
    assert path.read_text() == 'current = "dev"\n[contexts.dev\n'


@pytest.mark.slow
def test_a_context_leads_commands_to_its_platform(
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
def test_a_run_submitted_at_a_terminal_says_so(seawall: Seawall, server: RunningPlatform) -> None:
    ended = seawall("platform", "run", "submit", "image-qc", server.images / "one.png")
    assert ended.code == 0, ended.stderr
    with Client() as client:
        metadata = client.runs.get(ended.stdout.strip()).custom_metadata or {}
    section = metadata["sdk"]
    assert isinstance(section, dict)
    assert section["submission"]["interface"] == "cli"
    assert section["user"]["user_id"]


@pytest.mark.parametrize(
    ("flag", "name"), [((), "platform-run-metadata"), (("--item",), "platform-item-metadata")]
)
def test_a_schema_is_shown_as_it_is_published(seawall: Seawall, flag: tuple[str, ...], name: str) -> None:
    pretty = seawall("platform", "sdk", "metadata-schema", *flag, "--pretty")
    compact = seawall("platform", "sdk", "metadata-schema", *flag)
    assert pretty.json == compact.json
    assert len(compact.stdout.splitlines()) == 1
    for published in (f"{name}-1.0.0.json", f"{name}-latest.json"):
        assert (ROOT / "docs" / "schemas" / published).read_text(encoding="utf-8") == pretty.stdout


def test_the_schemas_are_written_and_checked(seawall: Seawall, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert seawall("schemas", "--check", "--to", folder).code == 1
    assert seawall("schemas", "--to", folder).code == 0
    assert seawall("schemas", "--check", "--to", folder).code == 0
    published = folder / "platform-item-metadata-1.0.0.json"
    published.write_text("{}")
    assert seawall("schemas", "--check", "--to", folder).code == 1
    ended = seawall("schemas", "--to", folder)
    assert (ended.code, "is published and would change" in ended.stderr) == (2, True)
    assert published.read_text() == "{}"
