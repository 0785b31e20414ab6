"""Data on stdout and nothing else there; no control code, no markup and no secret from a server."""

from uuid import UUID

import pytest

from tests.cli.conftest import Seawall
from tests.sdks.platform.wire import RUN_ID, answer, application, artifact, item, me, run, version

RUN = f"GET /api/v1/runs/{RUN_ID}"
ITEMS = f"GET /api/v1/runs/{RUN_ID}/items"
HOSTILE = "\x1b]0;owned\x07 [red]loud[/red] \x9b2J \u202eback :smile:\nnext"


@pytest.mark.parametrize(
    ("arguments", "routes", "keys"),
    [
        (("user", "whoami"), {"GET /api/v1/me": answer(me())}, {"user", "organization"}),
        (
            ("run", "describe", RUN_ID),
            {RUN: answer(run()), ITEMS: answer([item("one", artifact())])},
            {"run_id", "items", "statistics", "submitted_at"},
        ),
        (
            ("application", "describe", "image-qc"),
            {
                "GET /api/v1/applications/image-qc": answer(application("1.10.0", "2.0.0-beta.1")),
                "GET /api/v1/applications/image-qc/versions/2.0.0-beta.1": answer(version("2.0.0-beta.1")),
            },
            {"application_id", "versions", "version"},
        ),
        (("run", "cancel", RUN_ID), {f"POST /api/v1/runs/{RUN_ID}/cancel": answer(None, 202)}, {"run_id"}),
        (
            ("run", "delete", RUN_ID, "--yes"),
            {f"DELETE /api/v1/runs/{RUN_ID}/artifacts": answer(None)},
            {"run_id"},
        ),
    ],
    ids=["whoami", "run", "application", "cancel", "delete"],
)
def test_json_is_one_document_and_alone(
    seawall: Seawall, arguments: tuple[str, ...], routes: dict[str, object], keys: set[str]
) -> None:
    ended = seawall("platform", *arguments, "--output", "json", routes=routes)
    assert ended.code == 0, ended.stderr
    assert isinstance(ended.json, dict)
    assert keys <= set(ended.json)
    assert ended.stdout.isascii()


def test_lists_are_json_lists(seawall: Seawall) -> None:
    routes = {"GET /api/v1/runs": answer([run()]), "GET /api/v1/applications": answer([])}
    ended = seawall("platform", "run", "list", "-o", "json", routes=routes)
    assert isinstance(ended.json, list)
    assert ended.json[0]["submitted_at"] == "2026-07-08T12:00:00Z"
    assert seawall("platform", "application", "list", "-o", "json", routes=routes).json == []


@pytest.mark.parametrize("output", ["table", "json"])
def test_whoami_shows_no_secret(seawall: Seawall, output: str) -> None:
    ended = seawall("platform", "user", "whoami", "-o", output, routes={"GET /api/v1/me": answer(me())})
    assert ended.code == 0
    assert "a@b.test" in ended.stdout
    assert "hush" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("output", ["table", "json"])
def test_a_terminal_does_not_obey_a_server(seawall: Seawall, output: str) -> None:
    failed = item(HOSTILE, termination_reason="USER_ERROR", error_message=HOSTILE)
    routes = {RUN: answer(run(error_message=HOSTILE)), ITEMS: answer([failed])}
    ended = seawall("platform", "run", "describe", RUN_ID, "-o", output, routes=routes)
    assert ended.code == 0, ended.stderr
    assert not set("\x1b\x07\x9b\u202e") & set(ended.stdout)
    assert "[red]loud[/red]" in ended.stdout
    assert ":smile:" in ended.stdout


def test_an_error_does_not_obey_a_server_either(seawall: Seawall) -> None:
    ended = seawall("platform", "run", "describe", RUN_ID, routes={RUN: answer({"detail": HOSTILE}, 404)})
    assert ended.code == 5
    assert not set("\x1b\x07\x9b\u202e") & set(ended.stderr)
    assert "[red]loud[/red]" in ended.stderr


def test_a_table_in_a_pipe_is_whole_and_plain(seawall: Seawall) -> None:
    long = run(application_id="a" * 100)
    ended = seawall("platform", "run", "list", routes={"GET /api/v1/runs": answer([long])})
    header, row = ended.stdout.splitlines()
    assert header.split() == ["RUN", "APPLICATION", "STATE", "SUCCEEDED", "AGE"]
    assert row.split()[:4] == [RUN_ID, "a" * 100, "1.0.0", "TERMINATED"]
    assert not any(line.endswith(" ") for line in ended.stdout.splitlines())


def test_progress_off_a_terminal_is_one_line_for_each_change(seawall: Seawall) -> None:
    polls = [answer(run(state)) for state in ("PENDING", "PENDING", "PROCESSING", "PROCESSING", "TERMINATED")]
    ended = seawall("platform", "run", "wait", RUN_ID, "-o", "json", routes={RUN: list(polls)})
    assert ended.code == 0
    assert ended.stderr.splitlines() == [
        f"Run {RUN_ID}: PENDING, 0 of 1 items done",
        f"Run {RUN_ID}: PROCESSING, 0 of 1 items done",
        f"Run {RUN_ID}: TERMINATED, 1 of 1 items done",
    ]


def test_a_limit_is_kept_and_asks_for_no_more_than_it_must(seawall: Seawall) -> None:
    runs = [run(run_id=str(UUID(int=number))) for number in range(5)]
    ended = seawall(
        "platform", "run", "list", "--limit", "3", "-o", "json", routes={"GET /api/v1/runs": answer(runs)}
    )
    assert isinstance(ended.json, list)
    assert (len(ended.json), len(ended.seen)) == (3, 1)


def test_deleting_asks_nobody_where_nobody_is(seawall: Seawall) -> None:
    ended = seawall("platform", "run", "delete", RUN_ID, routes={})
    assert (ended.code, ended.seen) == (2, [])
    assert "Give --yes" in ended.stderr
