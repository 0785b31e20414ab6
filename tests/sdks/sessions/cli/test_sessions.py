"""The commands of `seawall sessions` that create, list, read and delete sessions."""

import json
from collections.abc import Callable

import pytest

from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Request, Response
from tests.local.sessions.client import SessionsHttp
from tests.rows import row
from tests.sdks.sessions.cli.conftest import Terminal

# Servers in this process; the first import takes a second.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("ada")]

IMAGE = "skaha/terminal:1.1.2"


def created(terminal: Terminal, *options: object) -> list[str]:
    made = terminal("create", "headless", IMAGE, "--name", "job", *options, "--", "env")
    assert made.code == 0, made.stderr
    return made.stdout.split()


def test_a_batch_session_from_its_creation_to_its_end(terminal: Terminal) -> None:
    made = terminal("create", "headless", IMAGE, "-n", "job", "-e", "MODE=a b", "--", "env")
    session_id = made.stdout.strip()
    assert made.code == 0
    assert made.stderr.endswith(f"seawall sessions logs --follow {session_id}\n")
    assert "job   headless  Pending  skaha/terminal:1.1.2" in terminal("ps").stdout
    followed = terminal("logs", session_id, "--follow")
    assert followed.code == 0
    assert "MODE=a b" in followed.stdout.splitlines()
    assert followed.stderr == "The session is Completed.\n"
    assert terminal("logs", session_id).stdout == followed.stdout
    info = terminal("info", session_id).stdout
    assert "images.canfar.net/skaha/terminal:1.1.2" in info
    assert "Completed" in info
    events = terminal("events", session_id).stdout.splitlines()
    assert events[0].split() == ["TYPE", "REASON", "FIRST", "LAST", "MESSAGE"]
    assert events[1].split()[:2] == ["Normal", "Scheduled"]
    times = terminal("events", session_id, "-o", "json").json
    assert isinstance(times, list)
    assert times[0]["events"][0]["first_at"].endswith("Z")
    waited = terminal("wait", session_id, "-o", "json")
    assert isinstance(waited.json, list)
    assert waited.json[0]["status"] == "Completed"
    deleted = terminal("delete", session_id, "--yes")
    assert (deleted.code, deleted.stdout, deleted.stderr) == (0, "", "Deleted 1 session.\n")


def test_replicas_are_listed_in_their_order(terminal: Terminal) -> None:
    made = terminal("create", "headless", IMAGE, "-n", "job", "-r", 3, "-o", "json", "--", "env")
    assert isinstance(made.json, list)
    assert [each["name"] for each in made.json] == ["job-1", "job-2", "job-3"]
    ids = {each["session_id"] for each in made.json}
    assert set(terminal("ps", "-q").stdout.split()) == ids
    listed = terminal("ps", "-o", "json").json
    assert isinstance(listed, list)
    assert {each["session_id"] for each in listed} == ids


def test_an_odd_session_hides_no_other(terminal: Terminal) -> None:
    session_id, _ = created(terminal, "-r", 2)

    def odd(server: Callable[[Request], Response], request: Request) -> Response:
        answer = server(request)
        found = json.loads(answer.body)
        for one in found if isinstance(found, list) else [found]:
            if one["id"] == session_id:
                one["startTime"] = "<none>"
        more = [None] if isinstance(found, list) else []
        return Response(200, answer.headers, json.dumps([*found, *more] if more else found).encode())

    terminal.answer = odd
    assert len(terminal("ps", "-q").stdout.split()) == 2
    told = terminal("info", session_id).stdout
    assert "Not as usual  start_time does not match the spec: Invalid RFC3339" in told


def test_an_ended_session_is_listed_with_all(terminal: Terminal) -> None:
    (session_id,) = created(terminal)
    assert terminal("wait", session_id).code == 0
    none = terminal("ps")
    assert (none.stdout, none.stderr) == ("", "No sessions found. `--all` shows those that have ended.\n")
    assert session_id in terminal("ps", "--all").stdout
    assert session_id in terminal("ps", "--status", "Succeeded").stdout
    assert session_id not in terminal("ps", "--all", "--kind", "notebook").stdout


def test_flags_that_contradict_each_other_are_refused(terminal: Terminal) -> None:
    for arguments in (["ps", "-q", "-o", "json"], ["ps", "--watch", "-o", "json"], ["logs", "-f", "a", "b"]):
        with row(arguments):
            assert terminal(*arguments).code == 2
    assert terminal.requests == []


def test_an_unknown_id_is_not_found_and_the_others_are_shown(terminal: Terminal) -> None:
    (session_id,) = created(terminal)
    for command in (["info"], ["logs"], ["events"], ["renew"], ["delete", "--yes"], ["wait"], ["open"]):
        with row(command):
            alone = terminal(*command, "nope1234")
            assert (alone.code, alone.stdout) == (5, "")
            assert "session ID not found" in alone.stderr
    both = terminal("info", "nope1234", session_id, "-o", "json")
    assert both.code == 5
    assert isinstance(both.json, list)
    first, second = both.json
    assert first["session_id"] == "nope1234"
    assert "session ID not found" in first["error"]
    assert second["name"] == "job"


def test_the_reason_of_the_server_is_shown(terminal: Terminal) -> None:
    refused = terminal("create", "headless", "other.example/skaha/terminal:1", "-n", "job")
    assert refused.code == 2
    assert "must come from one of [images.canfar.net]" in refused.stderr
    for _ in range(5):
        assert terminal("create", "notebook", "skaha/base-notebook:latest").code == 0
    sixth = terminal("create", "notebook", "skaha/base-notebook:latest")
    assert sixth.code == 2
    assert "answered 400: User ada has reached the maximum of 5 active sessions." in sixth.stderr


def test_values_that_the_server_would_change_are_refused_before(terminal: Terminal) -> None:
    table = [
        (["-n", "Job"], "give 'job'"),
        (["-n", ""], "name is ''"),
        (["-r", "100000"], "Give 1 to 10000"),
        (["-e", "A=b=c"], "contains '='"),
        (["-e", "A"], "Give NAME=VALUE"),
        (["--", "echo", "a b"], "splits arguments at each space"),
    ]
    for options, message in table:
        with row(options):
            refused = terminal("create", "headless", IMAGE, *options)
            assert refused.code == 2
            assert message in refused.stderr
    assert terminal.requests == []


def test_a_dry_run_shows_what_would_be_sent(terminal: Terminal) -> None:
    shown = terminal(
        "create",
        "headless",
        "skaha/terminal",
        "-n",
        "job",
        "-r",
        2,
        "-e",
        "KEY=s3cret",
        "--dry-run",
        "--",
        "env",
    )
    assert shown.code == 0
    assert "job-2  headless  images.canfar.net/skaha/terminal:latest" in shown.stdout
    assert "KEY REPLICA_ID REPLICA_COUNT" in shown.stdout
    assert "s3cret" not in shown.stdout
    assert shown.stderr == "Nothing was sent.\n"
    assert terminal.requests == []


def _lost(answers: list[str]) -> Callable[[Callable[[Request], Response], Request], Response]:
    """A connection that breaks after the server has created a session."""

    def answer(server: Callable[[Request], Response], request: Request) -> Response:
        response = server(request)
        if request.method == "POST" and not answers:
            answers.append(request.url)
            raise MaybeProcessedError("The connection was lost.")
        return response

    return answer


def test_a_session_whose_answer_was_lost_is_found(terminal: Terminal) -> None:
    terminal.answer = _lost([])
    made = terminal("create", "headless", IMAGE, "-n", "job", "--", "env")
    assert made.code == 0
    assert terminal("ps", "-q").stdout == made.stdout


def test_a_session_that_may_exist_is_told(terminal: Terminal) -> None:
    def answer(server: Callable[[Request], Response], request: Request) -> Response:
        if request.method == "POST":
            raise MaybeProcessedError("The connection was lost.")
        return server(request)

    terminal.answer = answer
    lost = terminal("create", "headless", IMAGE, "-n", "job")
    assert lost.code == 8
    assert (
        "A session may exist. To check before you create it again: seawall sessions ps --all" in lost.stderr
    )


def test_an_interruption_tells_the_ids_that_were_made_before(terminal: Terminal) -> None:
    sent, made = list[Request](), list[str]()

    def answer(server: Callable[[Request], Response], request: Request) -> Response:
        if request.method == "POST":
            sent.append(request)
            if len(sent) > 3:
                raise KeyboardInterrupt
        response = server(request)
        if request.method == "POST":
            made.append(response.body.decode().strip())
        return response

    terminal.answer = answer
    stopped = terminal("create", "headless", IMAGE, "-n", "job", "-r", 30, "--", "env")
    assert stopped.code == 130
    (line,) = [line for line in stopped.stderr.splitlines() if line.startswith("Stopped.")]
    assert made
    assert all(one in line for one in made), (line, made)


def test_a_misspelt_kind_or_state_is_told(terminal: Terminal) -> None:
    for words in (("ps", "--kind", "hedless"), ("prune", "job", "--kind", "hedless")):
        assert "--kind hedless is not one of headless, notebook" in terminal(*words).stderr, words
    told = terminal("ps", "--status", "Faled").stderr
    assert "Did you mean Failed?" in told
    assert "is not one of" not in terminal("ps", "--kind", "headless", "--status", "succeeded").stderr


def test_prune_says_how_many_it_has_deleted(terminal: Terminal, ada: SessionsHttp) -> None:
    for session_id in created(terminal, "-r", 2):
        assert terminal("wait", session_id).code == 0
    nothing = terminal("prune", "other")
    assert (nothing.code, nothing.stdout, nothing.stderr) == (0, "", "Deleted 0 sessions.\n")
    # The word that servers of version 0 use.
    pruned = terminal("prune", "job", "--status", "Succeeded")
    assert (pruned.code, pruned.stderr) == (0, "Deleted 2 sessions.\n")
    assert len(pruned.stdout.split()) == 2
    assert {each["status"] for each in ada.sessions()} <= {"Terminating"}


def test_open_waits_until_the_session_runs(terminal: Terminal) -> None:
    session_id = terminal("create", "notebook", "skaha/base-notebook:latest").stdout.strip()
    opened = terminal("open", session_id, "--no-browser")
    assert opened.code == 0
    assert opened.stdout.startswith("http")
    assert f"Session {session_id}: Pending" in opened.stderr
    assert f"Session {session_id}: Running" in opened.stderr
    renewed = terminal("renew", session_id, "-o", "json")
    assert json.loads(renewed.stdout)[0]["session_id"] == session_id


def test_a_headless_session_has_no_page(terminal: Terminal) -> None:
    (session_id,) = created(terminal)
    opened = terminal("open", session_id)
    assert opened.code == 2
    assert "has no page to open" in opened.stderr


def test_a_session_that_has_failed_exits_with_13(terminal: Terminal) -> None:
    made = terminal("create", "headless", IMAGE, "-n", "job", "--", "false")
    waited = terminal("wait", made.stdout.strip())
    assert waited.code == 13
    assert "has ended with the status Failed" in waited.stderr


def test_the_reason_of_a_long_wait_is_told(terminal: Terminal) -> None:
    session_id = terminal("create", "notebook", "skaha/base-notebook:latest").stdout.strip()
    waited = terminal("wait", session_id, "--timeout", 5)
    assert waited.code == 11
    assert "You have 1 running and 0 pending interactive sessions, of 5 allowed." in waited.stderr
    assert f"To wait again: seawall sessions wait {session_id}" in waited.stderr
