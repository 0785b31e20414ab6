"""Exit codes and messages of errors, without tracebacks and secrets."""

import pytest

from seawall.cli.errors import EXIT_CODES_BY_ERROR
from seawall.codegen.errors import SettingsError
from seawall.core import errors
from seawall.core.errors import SeawallError
from seawall.core.http.message import Response
from seawall.terminal.exit_codes import DESCRIPTIONS, ExitCode, IncompleteError, exit_code_for
from tests.cli.conftest import Seawall
from tests.sdks.platform.wire import RUN_ID, reply, run, statistics

SECRET = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln"
DESCRIBE = ("platform", "run", "describe", RUN_ID)


def error_classes() -> list[type[SeawallError]]:
    found = [getattr(errors, name) for name in errors.__all__ if name.endswith("Error")]
    return [class_ for class_ in found if class_ is not SeawallError]


def test_every_error_class_has_an_exit_code() -> None:
    codes = {class_: exit_code_for(class_("it failed"), EXIT_CODES_BY_ERROR) for class_ in error_classes()}
    assert [class_ for class_, code in codes.items() if code in {ExitCode.SUCCESS, ExitCode.FAILED}] == []


CODES: list[tuple[BaseException, int]] = [
    (errors.InputError("no"), 2),
    (errors.ConfigError("no"), 2),
    (errors.LoginRequiredError("no"), 3),
    (errors.NotSentError("no"), 8),
    (errors.AttemptTimeoutError("no"), 8),
    (errors.DecodeError("no"), 10),
    (errors.WaitTimeoutError("no"), 11),
    (errors.ChecksumError("no"), 12),
    (errors.StorageError("no"), 12),
    (IncompleteError("no"), 13),
    (SettingsError("no"), 2),
    (KeyboardInterrupt(), 130),
    (BrokenPipeError(), 141),
    (ZeroDivisionError(), 1),
]


def test_exit_code_of_an_error() -> None:
    assert [(error, exit_code_for(error, EXIT_CODES_BY_ERROR)) for error, _ in CODES] == CODES


def test_every_code_has_a_description_and_no_class_is_shadowed() -> None:
    assert set(DESCRIPTIONS) == set(ExitCode)
    for place, (class_, code) in enumerate(EXIT_CODES_BY_ERROR):
        before = [
            earlier
            for earlier, other in EXIT_CODES_BY_ERROR[:place]
            if issubclass(class_, earlier) and other != code
        ]
        assert before == [], class_


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, 2),
        (401, 3),
        (403, 4),
        (404, 5),
        (409, 6),
        (410, 5),
        (412, 6),
        (418, 10),
        (422, 2),
        (429, 7),
        (500, 9),
        (503, 9),
        (520, 9),
        (302, 10),
    ],
)
def test_exit_code_of_a_status(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    # The limiter pauses for a second after each 429.
    monkeypatch.setenv("SEAWALL_PLATFORM_ATTEMPTS", "2")
    refusal = reply({"detail": "that is how it is"}, status)
    outcome = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": refusal})
    assert (outcome.code, outcome.stdout) == (code, "")
    first = next(line for line in outcome.stderr.splitlines() if line.startswith("Error: "))
    assert first.startswith("Error: GET /v1/runs/{run_id} answered") or str(status) in first
    assert "that is how it is" in first
    assert "Traceback" not in outcome.stderr


def test_html_instead_of_json_is_unexpected(seawall: Seawall) -> None:
    page = Response(200, {"content-type": "text/html"}, b"<html>gateway</html>")
    outcome = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": page})
    assert (outcome.code, outcome.stdout) == (10, "")
    assert "with HTML" in outcome.stderr


def test_an_unreachable_server_is_a_transport_error(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_ATTEMPTS", "1")
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "t")
    outcome = seawall("platform", "run", "list", "--url", "http://127.0.0.1:9")
    assert outcome.code == 8
    assert "no connection to 127.0.0.1:9" in outcome.stderr


def test_without_a_login_the_error_names_the_login_command(seawall: Seawall) -> None:
    outcome = seawall("platform", "run", "list", "--url", "http://127.0.0.1:9")
    assert outcome.code == 3
    assert "seawall platform user login" in outcome.stderr


def test_without_a_base_url_the_error_names_the_variable(seawall: Seawall) -> None:
    outcome = seawall("platform", "run", "list")
    assert outcome.code == 2
    assert "SEAWALL_PLATFORM_BASE_URL" in outcome.stderr


def test_a_wait_times_out(seawall: Seawall) -> None:
    going = {f"GET /api/v1/runs/{RUN_ID}": reply(run("PROCESSING"))}
    outcome = seawall("platform", "run", "watch", RUN_ID, "--timeout", "0.1", routes=going)
    assert outcome.code == 11
    assert "wait again" in outcome.stderr


def test_a_run_with_a_failed_item_is_shown_and_exits_with_13(seawall: Seawall) -> None:
    partial = run(output="PARTIAL", statistics=statistics(total=4, succeeded=3))
    routes = {f"GET /api/v1/runs/{RUN_ID}": reply(partial)}
    outcome = seawall("platform", "run", "watch", RUN_ID, "--output", "json", routes=routes)
    assert outcome.code == 13
    assert isinstance(outcome.json, dict)
    assert outcome.json["output"] == "PARTIAL"
    assert "3 of 4 items have succeeded" in outcome.stderr
    assert f"Hint: To see the reasons: seawall platform run describe {RUN_ID}\n" in outcome.stderr


def test_ctrl_c_during_a_wait_shows_how_to_resume(seawall: Seawall) -> None:
    def pressed(_: object) -> Response:
        raise KeyboardInterrupt

    outcome = seawall("platform", "run", "watch", RUN_ID, routes={f"GET /api/v1/runs/{RUN_ID}": pressed})
    assert outcome.code == 130
    assert (
        outcome.stderr
        == f"Stopped. The run continues. To watch it again: seawall platform run watch {RUN_ID}\n"
    )


def test_ctrl_c_in_any_other_command(seawall: Seawall) -> None:
    def pressed(_: object) -> Response:
        raise KeyboardInterrupt

    outcome = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": pressed})
    assert (outcome.code, outcome.stderr) == (130, "Stopped. Run it again to continue.\n")


@pytest.mark.parametrize(
    ("arguments", "route", "message"),
    [
        (("cancel", RUN_ID), f"POST /api/v1/runs/{RUN_ID}/cancel", "The run may still be canceled."),
        (
            ("delete", RUN_ID, "--yes"),
            f"DELETE /api/v1/runs/{RUN_ID}/artifacts",
            "The files may still be deleted.",
        ),
    ],
    ids=["cancel", "delete"],
)
def test_ctrl_c_during_a_change_says_that_it_may_have_happened(
    seawall: Seawall, arguments: tuple[str, ...], route: str, message: str
) -> None:
    def pressed(_: object) -> Response:
        raise KeyboardInterrupt

    outcome = seawall("platform", "run", *arguments, routes={route: pressed})
    assert (outcome.code, outcome.stdout) == (130, "")
    assert outcome.stderr == f"Stopped. {message} To check: seawall platform run describe {RUN_ID}\n"


class HostileError(Exception):
    def __str__(self) -> str:
        raise RuntimeError(SECRET)


@pytest.mark.parametrize("debug", ["0", "1"])
@pytest.mark.parametrize(
    "error", [RuntimeError(f"Bearer {SECRET}"), HostileError(), KeyError(f"refresh_token={SECRET}")]
)
def test_a_bug_is_reported_without_secrets(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch, error: Exception, debug: str
) -> None:
    monkeypatch.setenv("SEAWALL_DEBUG", debug)
    outcome = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": error})
    assert (outcome.code, outcome.stdout) == (1, "")
    assert f"Seawall has a bug ({type(error).__name__})" in outcome.stderr
    assert SECRET not in outcome.stderr
    assert ("File " in outcome.stderr) is (debug == "1")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--nope",), "No such option: --nope"),
        (("platform", "run", "lst"), "Did you mean 'list'"),
        (("platform", "run", "describe"), "Missing argument 'RUN_ID'"),
        (("platform", "run", "describe", "seven"), "run id is 'seven'"),
        (("platform", "run", "list", "--limit", "0"), "--limit"),
        (("platform", "run", "list", "--output", "yaml"), "'table', 'json'"),
        (("platform", "run", "submit", "image-qc"), "nothing to submit"),
        (("platform",), "Usage: seawall platform"),
        # Further SDKs may follow.
        (
            ("login",),
            "Did you mean 'seawall platform user login' or 'seawall agents login' or ",
        ),
        (("platform", "login"), "No such command 'login'. Did you mean 'seawall platform user login'?\n"),
        (("platform", "list"), "Did you mean 'seawall platform application list' or 'seawall platform "),
        (
            ("platform", "run", "status"),
            "No such command 'status'. There are: prepare, submit, list, describe,",
        ),
        (("zzz",), "No such command 'zzz'.\n"),
        ((), "Usage: seawall"),
    ],
    ids=str,
)
def test_wrong_usage(seawall: Seawall, arguments: tuple[str, ...], words: str) -> None:
    outcome = seawall(*arguments, routes={})
    assert (outcome.code, outcome.stdout, outcome.requests) == (2, "", [])
    assert words in outcome.stderr
