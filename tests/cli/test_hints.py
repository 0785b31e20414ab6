"""Every command that a message shows can be typed, and has the --context and --url of the command before."""

import json
import shlex
import time
from email.utils import formatdate
from pathlib import Path

import pytest
from attrs import frozen

from seawall.core.errors import MaybeProcessedError, NotSentError
from seawall.core.http.message import Request, Response
from tests.cli.conftest import Outcome, Seawall
from tests.cli.parsing import parsed, shown_commands
from tests.running_platform import RunningPlatform
from tests.sdks.platform.wire import FILES, RUN_ID, Route, artifact, item, reply, run, statistics, version

URL = "http://platform.test"
RUN = f"/api/v1/runs/{RUN_ID}"
LIST = ("platform", "run", "list")
ME = "GET /api/v1/me"
SUBMIT = ("platform", "run", "submit", "image-qc", "--version", "1.0.0", "--items", "{items}")
VERSION = "GET /api/v1/applications/image-qc/versions/1.0.0"
PLAIN_SCHEMA: dict[str, object] = {"type": "object"}

PARTIAL = run(output="PARTIAL", statistics=statistics(total=4, succeeded=3))
Routes = dict[str, Route | list[Route]]


def interrupt(_: Request) -> Response:
    raise KeyboardInterrupt


def cut(_: Request) -> Response:
    raise MaybeProcessedError("the connection broke")


@frozen
class Case:
    """A command, the responses of the platform, and the command that the message shows."""

    arguments: tuple[str, ...]
    routes: Routes
    shown: str


def submits(answer: Route) -> Routes:
    return {VERSION: reply(version(schema=PLAIN_SCHEMA)), "POST /api/v1/runs": answer}


GOES_ON = reply(run("PROCESSING"))


def waiting(answer: Route | list[Route]) -> Routes:
    return {**submits(reply({"run_id": RUN_ID}, 201)), f"GET {RUN}": answer}


DOWNLOAD: Routes = {
    f"GET {RUN}": reply(run()),
    f"GET {RUN}/items": reply([item("one", artifact())]),
    f"GET {RUN}/artifacts/{artifact()['output_artifact_id']}/file": Response(307, {"location": f"{FILES}/1"}),
    f"GET {FILES}/1": interrupt,
}
WAIT, DESCRIBE = f"run watch {RUN_ID}", f"run describe {RUN_ID}"
MINE = "run list --application image-qc --mine"
CASES = {
    "wait, interrupted": Case(("run", "watch", RUN_ID), {f"GET {RUN}": interrupt}, WAIT),
    "wait, cut": Case(("run", "watch", RUN_ID), {f"GET {RUN}": cut}, WAIT),
    "wait with a share token, interrupted": Case(
        ("run", "watch", RUN_ID, "--share-token", "@token.txt"),
        {f"GET {RUN}": interrupt},
        f"{WAIT} --share-token @token.txt",
    ),
    "wait, too long": Case(
        ("run", "watch", RUN_ID, "--timeout", "0.1"), {f"GET {RUN}": reply(run("PROCESSING"))}, WAIT
    ),
    "wait, partial": Case(("run", "watch", RUN_ID), {f"GET {RUN}": reply(PARTIAL)}, DESCRIBE),
    "cancel": Case(("run", "cancel", RUN_ID), {f"POST {RUN}/cancel": reply(None, 202)}, WAIT),
    "cancel, interrupted": Case(("run", "cancel", RUN_ID), {f"POST {RUN}/cancel": interrupt}, DESCRIBE),
    "cancel, cut": Case(("run", "cancel", RUN_ID), {f"POST {RUN}/cancel": cut}, DESCRIBE),
    "delete, cut": Case(("run", "delete", RUN_ID, "-y"), {f"DELETE {RUN}/artifacts": cut}, DESCRIBE),
    "submit": Case(SUBMIT[1:], submits(reply({"run_id": RUN_ID}, 201)), WAIT),
    "submit, interrupted": Case(SUBMIT[1:], submits(interrupt), MINE),
    "submit, cut": Case(SUBMIT[1:], submits(cut), MINE),
    "submit and wait, interrupted": Case(
        (*SUBMIT[1:], "--wait"), waiting([reply(run("PROCESSING")), interrupt]), WAIT
    ),
    "submit and wait, cut": Case((*SUBMIT[1:], "--wait"), waiting(cut), WAIT),
    "submit and wait, partial": Case((*SUBMIT[1:], "--wait"), waiting(reply(PARTIAL)), DESCRIBE),
    "download, interrupted": Case(
        ("run", "result", "download", RUN_ID, "--to", "my results"),
        DOWNLOAD,
        f"run result download {RUN_ID} --to 'my results'",
    ),
    "download with a share token, interrupted": Case(
        ("run", "result", "download", RUN_ID, "--share-token", "@token.txt"),
        DOWNLOAD,
        f"run result download {RUN_ID} --share-token @token.txt",
    ),
    "403": Case(("user", "whoami"), {ME: reply({"detail": "no"}, 403)}, "user whoami"),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("token.txt").write_text("a-share-token")
    contexts = tmp_path / "config" / "seawall" / "contexts.toml"
    contexts.parent.mkdir(parents=True)
    contexts.write_text(f'[contexts."dev.2".platform]\nbase_url = "{URL}"\n')


@pytest.fixture
def items(tmp_path: Path) -> str:
    path = tmp_path / "items.json"
    artifacts = [{"name": "image", "download_url": f"{FILES}/1", "metadata": {}}]
    path.write_text(json.dumps([{"external_id": "one", "input_artifacts": artifacts}]))
    return str(path)


def test_a_download_into_a_file_asks_for_nothing_and_shows_no_command(seawall: Seawall) -> None:
    Path("taken").touch()
    outcome = seawall("platform", "run", "result", "download", RUN_ID, "--to", "taken", routes=DOWNLOAD)
    assert (outcome.code, outcome.requests) == (12, [])
    assert outcome.stderr == "Error: taken can not be written: it is a file. Choose another folder.\n"


@pytest.mark.parametrize("given", ["", "context", "url", "both"])
@pytest.mark.parametrize("name", CASES)
def test_a_shown_command_repeats_context_and_url(
    seawall: Seawall, items: str, name: str, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES[name]
    before = ["--context", "dev.2"] if given in {"context", "both"} else []
    after = ["--url", URL] if given in {"url", "both"} else []
    arguments = [text.replace("{items}", items) for text in case.arguments]
    outcome = seawall(*before, "platform", *arguments, *after, routes=case.routes)
    words = [*before, "platform", case.shown, *after]
    expected = " ".join(["seawall", *words])
    assert shown_commands(outcome.stderr) == [expected], outcome.stderr
    _, parameters = parsed(expected)
    assert parameters["url"] == (URL if after else None)
    assert parameters["context_name"] == ("dev.2" if before else None)


MISSING = reply({"detail": "not here"}, 404)
DOCUMENT = ("application", "version", "document", "describe", "image-qc", "manual", "--version", "1.0.0")
DOCUMENTS = "`seawall platform application version document list image-qc`"
VERSIONS = "`seawall platform application version list image-qc`"
APPLICATIONS = "`seawall platform application list`"
OTHERS_RUN = "A run of another user needs a grant, or a share token to read it, not revoked and not expired."
RUNS = "`seawall platform run list`"
LISTS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a run": (("run", "describe", RUN_ID), f"GET {RUN}", f"{RUNS} shows the ids. {OTHERS_RUN}"),
    "a run to cancel": (
        ("run", "cancel", RUN_ID),
        f"POST {RUN}/cancel",
        f"{RUNS} shows the ids. {OTHERS_RUN}",
    ),
    "an item": (
        ("item", "metadata", "show", RUN_ID, "one"),
        f"GET {RUN}/items/one",
        f"`seawall platform run describe {RUN_ID}` and {RUNS} show the ids. {OTHERS_RUN}",
    ),
    "an application": (
        ("application", "describe", "image-qc"),
        "GET /api/v1/applications/image-qc",
        f"{APPLICATIONS} shows the ids.",
    ),
    "a version": (
        ("application", "dump-schemata", "image-qc", "--version", "1.0.0"),
        VERSION,
        f"{VERSIONS} and {APPLICATIONS} show the ids.",
    ),
    "a document": (
        DOCUMENT,
        f"{VERSION}/documents/manual",
        f"{DOCUMENTS}, {VERSIONS} and {APPLICATIONS} show the ids.",
    ),
    "a run to share": (
        ("share", "grant", "create", RUN_ID, "--subject", "bob"),
        "POST /api/v1/access/grants",
        f"{RUNS} shows the ids. A subject is a user or an organization of the platform.",
    ),
    "a grant": (
        ("share", "grant", "show", RUN_ID),
        f"GET /api/v1/access/grants/{RUN_ID}",
        "`seawall platform share grant list` shows the ids.",
    ),
    "a share token": (
        ("share", "token", "show", RUN_ID),
        f"GET /api/v1/access/share-tokens/{RUN_ID}",
        "`seawall platform share token list` shows the ids.",
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_missing_resource_names_the_lists_that_have_its_ids(seawall: Seawall, name: str) -> None:
    arguments, route, hint = LISTS[name]
    outcome = seawall("platform", *arguments, routes={route: MISSING})
    assert (outcome.code, hint_of(outcome)) == (5, hint)


def test_a_missing_run_of_an_older_api_names_the_list_of_runs(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_API_VERSION", "2025-07")
    outcome = seawall("platform", "run", "describe", RUN_ID, routes={f"GET {RUN}": MISSING})
    assert (outcome.code, hint_of(outcome)) == (5, f"{RUNS} shows the ids.")


def test_a_run_of_another_user_names_the_ways_to_access(seawall: Seawall) -> None:
    refused = reply({"detail": "no"}, 403)
    outcome = seawall("platform", "run", "describe", RUN_ID, routes={f"GET {RUN}": refused})
    assert hint_of(outcome) == (
        f"{OTHERS_RUN} Ask your organization for access. To see your user: seawall platform user whoami"
    )


def test_the_lists_of_ids_have_context_and_url(seawall: Seawall) -> None:
    arguments = ("--context", "dev.2", "platform", "item", "metadata", "show", RUN_ID, "one", "--url", URL)
    outcome = seawall(*arguments, routes={f"GET {RUN}/items/one": MISSING})
    lists = shown_commands(outcome.stderr)
    assert [parsed(command)[1]["url"] for command in lists] == [URL, URL]
    assert lists[0].startswith("seawall --context dev.2 platform run describe")


def whoami(seawall: Seawall, answer: Route, *, url: str | None = None, context: str | None = None) -> Outcome:
    before = [] if context is None else ["--context", context]
    after = [] if url is None else ["--url", url]
    return seawall(
        *before, "platform", "user", "whoami", *after, routes={ME: answer, f"GET /api{ME[4:]}": answer}
    )


def hint_of(outcome: Outcome) -> str | None:
    hints = [line for line in outcome.stderr.splitlines() if line.startswith("Hint: ")]
    return hints[0].removeprefix("Hint: ") if hints else None


def test_a_read_that_is_cut_has_no_hint_about_submissions(seawall: Seawall) -> None:
    for command in [("user", "whoami"), ("run", "list"), ("run", "describe", RUN_ID)]:
        routes: Routes = {ME: cut, "GET /api/v1/runs": cut, f"GET {RUN}": cut}
        outcome = seawall("platform", *command, routes=routes)
        assert (outcome.code, hint_of(outcome)) == (8, None), command


def test_a_refused_token_is_named_by_its_origin(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusal = reply({"detail": "no"}, 401)
    login = f"seawall --context dev.2 platform user login --url {URL}"
    assert hint_of(whoami(seawall, refusal, url=URL, context="dev.2")) == f"Log in again: {login}"
    (tmp_path / ".env").write_text("SEAWALL_PLATFORM_TOKEN=abc\n")
    assert hint_of(whoami(seawall, refusal, url=URL, context="dev.2")) == (
        f"The token in SEAWALL_PLATFORM_TOKEN (.env) is refused. Replace it, or unset it and log in: {login}"
    )
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "abc")
    shown = hint_of(whoami(seawall, refusal, url=URL))
    assert shown == (
        "The token in SEAWALL_PLATFORM_TOKEN (environment) is refused. Replace it, or unset it and log in: "
        f"seawall platform user login --url {URL}"
    )
    assert parsed(shown_commands(shown)[0])[0] == "seawall platform user login"


def test_a_refused_token_of_a_file_is_named_by_the_file(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_ACCESS_TOKEN_FILE", "mounted")
    shown = hint_of(whoami(seawall, reply({"detail": "no"}, 401), url=URL))
    assert shown == (
        "The token in mounted (environment SEAWALL_PLATFORM_ACCESS_TOKEN_FILE) is refused. Replace it, or "
        f"unset it and log in: seawall platform user login --url {URL}"
    )


def test_a_wrong_clock_is_told(seawall: Seawall) -> None:
    for seconds, side in [(7200, "behind"), (-7200, "ahead of")]:
        headers = {"date": formatdate(time.time() + seconds, usegmt=True)}
        hint = hint_of(whoami(seawall, Response(401, headers), url=URL))
        assert hint is not None
        assert "The clock of this machine is " in hint
        assert f" {side} the server's: correct it. Log in again: " in hint
    assert "clock" not in (hint_of(whoami(seawall, Response(401, {"date": formatdate(usegmt=True)}))) or "")


@pytest.mark.parametrize(
    "answer", [reply({"detail": "Not Found"}, 404), Response(404, {"content-type": "text/html"}, b"<html>")]
)
def test_a_base_url_with_a_path_is_told(seawall: Seawall, answer: Response) -> None:
    outcome = whoami(seawall, answer, url=f"{URL}/api")
    # The second request asks whether the server speaks an older API, which may have no such path.
    asked = "GET /api/api/v1/runs/version/results"
    assert (outcome.code, outcome.requests) == (5, ["GET /api/api/v1/me", asked])
    assert "heck the base URL" in outcome.stderr
    assert hint_of(outcome) == f"The base URL is the root of the platform. Try: --url {URL}"
    # There is no id to list.
    assert hint_of(whoami(seawall, answer, url=URL)) is None
    # A path of a missing resource, and one that the server does not have, may get the same answer.
    is_page = bool(answer.headers.get("content-type", "").startswith("text/html"))
    described = seawall("platform", "run", "describe", RUN_ID, routes={f"GET {RUN}": answer})
    assert ("shows the ids" in described.stderr) is not is_page


def test_a_rate_limit_says_how_long_to_wait(seawall: Seawall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_ATTEMPTS", "1")
    outcome = whoami(seawall, Response(429, {"retry-after": "3600"}))
    assert (outcome.code, hint_of(outcome)) == (7, None)
    assert "The server asks to wait 1 hour." in outcome.stderr
    assert hint_of(whoami(seawall, Response(429))) == "Wait a minute, then run the command again."


def test_a_redirect_says_where_it_leads(seawall: Seawall) -> None:
    login_page = Response(302, {"location": "https://login.example/start?state=hunter2"})
    outcome = whoami(seawall, login_page)
    assert outcome.code == 10
    assert "It redirects to https://login.example. Check the base URL." in outcome.stderr
    assert "hunter2" not in outcome.stderr


def test_a_server_on_this_machine_that_does_not_run_can_be_started(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "t")
    refused = NotSentError("no connection")
    for url, start in [
        ("http://127.0.0.1:9", "seawall local platform --data data --port 9"),
        ("http://localhost", "seawall local platform --data data"),
        ("http://[::1]:8000", "seawall local platform --data data --port 8000"),
        ("https://127.0.0.1:9", None),
        ("http://platform.example", None),
    ]:
        host = url.partition("/api")[0]
        routes: Routes = {f"GET {host}/api/v1/me": refused}
        outcome = seawall("platform", "user", "whoami", "--url", url, routes=routes)
        assert outcome.code == 8, outcome.stderr
        expected = start and f"If no platform runs there, start one: {start}"
        assert hint_of(outcome) == expected
        if start:
            assert parsed(start)[0] == "seawall local platform"


def test_a_failed_server_asks_for_the_request_id_if_there_is_one(seawall: Seawall) -> None:
    assert hint_of(whoami(seawall, Response(500))) == "Run it again later."
    assert hint_of(whoami(seawall, reply({}, 500))) == (
        "Run it again later. If it still fails, give the platform's operator the request id."
    )


def test_without_a_login_the_command_has_context_and_url(seawall: Seawall) -> None:
    outcome = seawall("--context", "dev.2", "platform", "run", "list", "--url", "http://127.0.0.1:9")
    login = "seawall --context dev.2 platform user login --url http://127.0.0.1:9"
    assert (outcome.code, shown_commands(outcome.stderr)) == (3, [login])
    assert parsed(login)[1]["url"] == "http://127.0.0.1:9"


def test_commands_about_contexts_can_be_typed(seawall: Seawall, tmp_path: Path) -> None:
    (tmp_path / "config" / "seawall" / "contexts.toml").unlink()
    outcome = seawall("--context", "prod", *LIST)
    assert shown_commands(outcome.stderr) == ["seawall context add prod base_url=URL"]
    assert seawall("context", "add", "prod", "base_url=URL").code == 2
    added = seawall("context", "add", "prod", f"base_url={URL}")
    assert shown_commands(added.stderr) == ["seawall context use prod"]
    assert seawall("context", "use", "prod").code == 0
    assert seawall("context", "add", "b", f"base_url={URL}").code == 0
    assert shown_commands(seawall("context", "rm", "prod", "-y").stderr) == ["seawall context use b"]


def test_a_check_shows_the_command_that_updates(seawall: Seawall, tmp_path: Path) -> None:
    for arguments in [
        ("reference", "--to", "a b.md"),
        ("schemas", "--to", str(tmp_path / "schemas")),
    ]:
        shown = shown_commands(seawall(*arguments, "--check").stderr)[0]
        assert parsed(shown)[1]["check"] is False
        assert seawall(*arguments).code == 0
        assert seawall(*arguments, "--check").code == 0


@pytest.mark.slow
def test_the_commands_that_are_shown_work_when_typed(
    seawall: Seawall, server: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The context names a server that does not run, so each command needs its --url.
    monkeypatch.delenv("SEAWALL_PLATFORM_BASE_URL")
    context = tmp_path / "config" / "seawall" / "contexts.toml"
    context.write_text('[contexts."dev.2".platform]\nbase_url = "http://127.0.0.1:9"\n')
    missing = seawall("--context", "dev.2", "platform", "run", "describe", RUN_ID, "--url", server.url)
    assert missing.code == 5
    for command in shown_commands(missing.stderr):
        assert seawall(*shlex.split(command)[1:]).code == 0, command
