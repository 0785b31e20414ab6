"""Only data on stdout; no control codes, markup or secrets from a server."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from seawall import __version__
from seawall.core.errors import NotSentError
from seawall.sdks.platform import DownloadedFile
from seawall.sdks.platform.cli.download import download_summary
from seawall.sdks.platform.cli.user import me_facts
from seawall.testing import platform
from tests.cli.conftest import Seawall
from tests.sdks.platform.wire import RUN_ID, application, artifact, item, me, reply, run, version

RUN = f"GET /api/v1/runs/{RUN_ID}"
ITEMS = f"GET /api/v1/runs/{RUN_ID}/items"
HOSTILE = "\x1b]0;owned\x07 [red]loud[/red] \x9b2J \u202eback :smile:\nnext"


@pytest.mark.parametrize(
    ("arguments", "routes", "keys"),
    [
        (("user", "whoami"), {"GET /api/v1/me": reply(me())}, {"user", "organization"}),
        (
            ("run", "describe", RUN_ID),
            {RUN: reply(run()), ITEMS: reply([item("one", artifact())])},
            {"run_id", "items", "statistics", "submitted_at"},
        ),
        (
            ("application", "describe", "image-qc"),
            {
                "GET /api/v1/applications/image-qc": reply(application("1.10.0", "2.0.0-beta.1")),
                "GET /api/v1/applications/image-qc/versions/2.0.0-beta.1": reply(version("2.0.0-beta.1")),
            },
            {"application_id", "versions", "version"},
        ),
        (
            ("run", "cancel", RUN_ID),
            {f"POST /api/v1/runs/{RUN_ID}/cancel": reply(None, 202)},
            {"run_id"},
        ),
        (
            ("run", "delete", RUN_ID, "--yes"),
            {f"DELETE /api/v1/runs/{RUN_ID}/artifacts": reply(None)},
            {"run_id"},
        ),
    ],
    ids=["whoami", "run", "application", "cancel", "delete"],
)
def test_json_output_is_one_document(
    seawall: Seawall, arguments: tuple[str, ...], routes: dict[str, object], keys: set[str]
) -> None:
    outcome = seawall("platform", *arguments, "--output", "json", routes=routes)
    assert outcome.code == 0, outcome.stderr
    assert isinstance(outcome.json, dict)
    assert keys <= set(outcome.json)
    assert outcome.stdout.isascii()


def test_lists_are_json_lists(seawall: Seawall) -> None:
    routes = {"GET /api/v1/runs": reply([run()]), "GET /api/v1/applications": reply([])}
    outcome = seawall("platform", "run", "list", "-o", "json", routes=routes)
    assert isinstance(outcome.json, list)
    assert outcome.json[0]["submitted_at"] == "2026-07-08T12:00:00Z"
    assert seawall("platform", "application", "list", "-o", "json", routes=routes).json == []


@pytest.mark.parametrize("output", ["table", "json"])
def test_whoami_shows_no_secret(seawall: Seawall, output: str) -> None:
    outcome = seawall("platform", "user", "whoami", "-o", output, routes={"GET /api/v1/me": reply(me())})
    assert outcome.code == 0
    assert "a@b.test" in outcome.stdout
    assert "hush" not in outcome.stdout + outcome.stderr


def test_whoami_shows_no_bucket_of_an_organization_without_one() -> None:
    without = platform.organization(bucket_name="", bucket_protocol="")
    assert dict(me_facts(platform.me()))["Bucket"] == "file://test-bucket"
    assert dict(me_facts(platform.me(organization=without)))["Bucket"] is None


@pytest.mark.parametrize("output", ["table", "json"])
def test_control_codes_of_a_server_are_removed_from_data(seawall: Seawall, output: str) -> None:
    failed = item(HOSTILE, termination_reason="USER_ERROR", error_message=HOSTILE)
    routes = {RUN: reply(run(error_message=HOSTILE)), ITEMS: reply([failed])}
    outcome = seawall("platform", "run", "describe", RUN_ID, "-o", output, routes=routes)
    assert outcome.code == 0, outcome.stderr
    assert not set("\x1b\x07\x9b\u202e") & set(outcome.stdout)
    assert "[red]loud[/red]" in outcome.stdout
    assert ":smile:" in outcome.stdout


def test_control_codes_of_a_server_are_removed_from_errors(seawall: Seawall) -> None:
    outcome = seawall("platform", "run", "describe", RUN_ID, routes={RUN: reply({"detail": HOSTILE}, 404)})
    assert outcome.code == 5
    assert not set("\x1b\x07\x9b\u202e") & set(outcome.stderr)
    assert "[red]loud[/red]" in outcome.stderr


def test_a_table_in_a_pipe_is_complete_and_plain(seawall: Seawall) -> None:
    long = run(application_id="a" * 100)
    outcome = seawall("platform", "run", "list", routes={"GET /api/v1/runs": reply([long])})
    header, row = outcome.stdout.splitlines()
    assert header.split() == ["RUN", "APPLICATION", "STATE", "SUCCEEDED", "AGE"]
    assert row.split()[:4] == [RUN_ID, "a" * 100, "1.0.0", "TERMINATED"]
    assert not any(line.endswith(" ") for line in outcome.stdout.splitlines())


def test_progress_without_a_terminal_is_one_line_for_each_change(seawall: Seawall) -> None:
    polls = [reply(run(state)) for state in ("PENDING", "PENDING", "PROCESSING", "PROCESSING", "TERMINATED")]
    outcome = seawall("platform", "run", "watch", RUN_ID, "-o", "json", routes={RUN: list(polls)})
    assert outcome.code == 0
    assert outcome.stderr.splitlines() == [
        f"Run {RUN_ID}: PENDING, 0 of 1 items done",
        f"Run {RUN_ID}: PROCESSING, 0 of 1 items done",
        f"Run {RUN_ID}: TERMINATED, 1 of 1 items done",
    ]


def test_an_outage_during_a_wait_is_told_and_the_wait_goes_on(seawall: Seawall) -> None:
    polls = [reply(run("PROCESSING")), NotSentError("refused."), NotSentError("refused."), reply(run())]
    outcome = seawall("platform", "run", "watch", RUN_ID, routes={RUN: list(polls)})
    assert outcome.code == 0
    lines = outcome.stderr.splitlines()
    assert [line.split(" since")[0] for line in lines] == [
        f"Run {RUN_ID}: PROCESSING, 0 of 1 items done",
        "Connection lost",
        "The server answers again, after 0 s.",
        f"Run {RUN_ID}: TERMINATED, 1 of 1 items done",
    ]


def test_limit_fetches_no_more_pages_than_needed(seawall: Seawall) -> None:
    runs = [run(run_id=str(UUID(int=number))) for number in range(5)]
    outcome = seawall(
        "platform",
        "run",
        "list",
        "--limit",
        "3",
        "-o",
        "json",
        routes={"GET /api/v1/runs": reply(runs)},
    )
    assert isinstance(outcome.json, list)
    assert (len(outcome.json), len(outcome.requests)) == (3, 1)
    assert outcome.stderr == "There are more runs. To see them, give a larger --limit.\n"


def test_delete_without_a_terminal_needs_yes(seawall: Seawall) -> None:
    outcome = seawall("platform", "run", "delete", RUN_ID, routes={})
    assert (outcome.code, outcome.requests) == (2, [])
    assert "Give --yes" in outcome.stderr


def downloaded(*checksums: str | None) -> list[DownloadedFile]:
    return [
        DownloadedFile(
            external_id="one",
            artifact_id=UUID(int=1),
            name="heatmap",
            path=Path("heatmap.tiff"),
            checksum=checksum,
            was_there=False,
        )
        for checksum in checksums
    ]


def test_download_summary_counts_files_and_checksums() -> None:
    summaries = {
        "There are no files to download.": downloaded(),
        "1 file in results; 1 checksum verified.": downloaded("AAAAAA=="),
        "2 files in results; 2 checksums verified.": downloaded("AAAAAA==", "AAAAAA=="),
        "2 files in results; 1 checksum verified; 1 had no checksum.": downloaded("AAAAAA==", None),
    }
    found = [download_summary(files, Path("results")) for files in summaries.values()]
    assert found == list(summaries)


def test_verbose_shows_each_call_and_debug_the_traceback_too(seawall: Seawall) -> None:
    routes = {RUN: reply(run()), ITEMS: reply({"detail": "gone"}, 404)}
    for arguments in (
        ("-v", "platform", "run", "describe", RUN_ID),
        ("platform", "run", "describe", RUN_ID, "-v"),
    ):
        lines = seawall(*arguments, routes=routes).stderr.splitlines()
        assert re.fullmatch(r"get_run: status 200, \d\.\d\d s, 1 attempt", lines[0])
        assert "status 404 (NotFoundError)" in lines[1]
        assert lines[2].startswith("Error: ")
        assert not any('File "' in line for line in lines)
    outcome = seawall("platform", "run", "describe", RUN_ID, "--debug", routes=routes)
    assert "attempt 1 received status 200" in outcome.stderr
    assert 'File "' in outcome.stderr
    assert outcome.stdout == ""


def test_version(seawall: Seawall) -> None:
    outcome = seawall("--version")
    assert (outcome.code, outcome.stdout) == (0, f"seawall {__version__}\n")
