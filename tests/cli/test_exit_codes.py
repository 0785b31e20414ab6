"""Every ending has its code, its words, no traceback and no secret."""

import pytest

from seawall.cli.exit_codes import ENDINGS
from seawall.codegen.errors import SettingsError
from seawall.core import errors
from seawall.core.errors import SeawallError
from seawall.core.http.message import Response
from seawall.terminal.exit_codes import MEANINGS, ExitCode, IncompleteError, exit_code_for
from tests.cli.conftest import Seawall
from tests.sdks.platform.wire import RUN_ID, answer, run, statistics

SECRET = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln"
DESCRIBE = ("platform", "run", "describe", RUN_ID)


def error_classes() -> list[type[SeawallError]]:
    found = [getattr(errors, name) for name in errors.__all__ if name.endswith("Error")]
    return [class_ for class_ in found if class_ is not SeawallError]


@pytest.mark.parametrize("class_", error_classes(), ids=lambda class_: class_.__name__)
def test_every_error_of_ours_has_a_code_of_its_own_kind(class_: type[SeawallError]) -> None:
    assert exit_code_for(class_("it failed"), ENDINGS) not in {ExitCode.DONE, ExitCode.FAILED}


@pytest.mark.parametrize(
    ("error", "code"),
    [
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
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_the_code_of_an_error(error: BaseException, code: int) -> None:
    assert exit_code_for(error, ENDINGS) == code


def test_every_code_has_a_meaning_and_no_class_is_shadowed() -> None:
    assert set(MEANINGS) == set(ExitCode)
    for place, (class_, code) in enumerate(ENDINGS):
        before = [
            earlier for earlier, other in ENDINGS[:place] if issubclass(class_, earlier) and other != code
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
def test_the_code_of_a_status(seawall: Seawall, status: int, code: int) -> None:
    refusal = answer({"detail": "that is how it is"}, status)
    ended = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": refusal})
    assert (ended.code, ended.stdout) == (code, "")
    first = ended.stderr.splitlines()[0]
    assert first.startswith("Error: GET /v1/runs/{run_id} answered") or str(status) in first
    assert "that is how it is" in first
    assert "Traceback" not in ended.stderr


def test_html_in_place_of_json(seawall: Seawall) -> None:
    page = Response(200, {"content-type": "text/html"}, b"<html>gateway</html>")
    ended = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": page})
    assert (ended.code, ended.stdout) == (10, "")
    assert "with HTML" in ended.stderr


def test_nobody_is_there(seawall: Seawall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_ATTEMPTS", "1")
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", "t")
    ended = seawall("platform", "run", "list", "--url", "http://127.0.0.1:9")
    assert ended.code == 8
    assert "no connection to 127.0.0.1:9" in ended.stderr


def test_nobody_is_logged_in(seawall: Seawall) -> None:
    ended = seawall("platform", "run", "list", "--url", "http://127.0.0.1:9")
    assert ended.code == 3
    assert "seawall platform user login" in ended.stderr


def test_no_platform_is_named(seawall: Seawall) -> None:
    ended = seawall("platform", "run", "list")
    assert ended.code == 2
    assert "SEAWALL_PLATFORM_BASE_URL" in ended.stderr


def test_a_run_that_does_not_end_in_time(seawall: Seawall) -> None:
    going = {f"GET /api/v1/runs/{RUN_ID}": answer(run("PROCESSING"))}
    ended = seawall("platform", "run", "wait", RUN_ID, "--timeout", "0.1", routes=going)
    assert ended.code == 11
    assert "wait again" in ended.stderr


def test_a_run_with_a_failed_item_shows_its_data_and_fails(seawall: Seawall) -> None:
    partial = run(output="PARTIAL", statistics=statistics(total=4, succeeded=3))
    routes = {f"GET /api/v1/runs/{RUN_ID}": answer(partial)}
    ended = seawall("platform", "run", "wait", RUN_ID, "--output", "json", routes=routes)
    assert ended.code == 13
    assert isinstance(ended.json, dict)
    assert ended.json["output"] == "PARTIAL"
    assert "3 of 4 items have succeeded" in ended.stderr
    assert f"Hint: To see why: seawall platform run describe {RUN_ID}\n" in ended.stderr


def test_ctrl_c_says_how_to_go_on(seawall: Seawall) -> None:
    def pressed(_: object) -> Response:
        raise KeyboardInterrupt

    ended = seawall("platform", "run", "wait", RUN_ID, routes={f"GET /api/v1/runs/{RUN_ID}": pressed})
    assert ended.code == 130
    assert ended.stderr == f"Stopped. The run goes on. To wait again: seawall platform run wait {RUN_ID}\n"


def test_ctrl_c_elsewhere(seawall: Seawall) -> None:
    def pressed(_: object) -> Response:
        raise KeyboardInterrupt

    ended = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": pressed})
    assert (ended.code, ended.stderr) == (130, "Stopped. Run it again to go on.\n")


@pytest.mark.parametrize(
    ("arguments", "route", "told"),
    [
        (("cancel", RUN_ID), f"POST /api/v1/runs/{RUN_ID}/cancel", "It may be canceled all the same."),
        (
            ("delete", RUN_ID, "--yes"),
            f"DELETE /api/v1/runs/{RUN_ID}/artifacts",
            "They may be deleted all the same.",
        ),
    ],
    ids=["cancel", "delete"],
)
def test_ctrl_c_in_the_middle_of_a_change(
    seawall: Seawall, arguments: tuple[str, ...], route: str, told: str
) -> None:
    def pressed(_: object) -> Response:
        raise KeyboardInterrupt

    ended = seawall("platform", "run", *arguments, routes={route: pressed})
    assert (ended.code, ended.stdout) == (130, "")
    assert ended.stderr == f"Stopped. {told} To see: seawall platform run describe {RUN_ID}\n"


class HostileError(Exception):
    def __str__(self) -> str:
        raise RuntimeError(SECRET)


@pytest.mark.parametrize("debug", ["0", "1"])
@pytest.mark.parametrize(
    "error", [RuntimeError(f"Bearer {SECRET}"), HostileError(), KeyError(f"refresh_token={SECRET}")]
)
def test_a_bug_is_confessed_without_a_secret(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch, error: Exception, debug: str
) -> None:
    monkeypatch.setenv("SEAWALL_DEBUG", debug)
    ended = seawall(*DESCRIBE, routes={f"GET /api/v1/runs/{RUN_ID}": error})
    assert (ended.code, ended.stdout) == (1, "")
    assert f"Seawall has a bug here ({type(error).__name__})" in ended.stderr
    assert SECRET not in ended.stderr
    assert ("File " in ended.stderr) is (debug == "1")


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
        ((), "Usage: seawall"),
    ],
    ids=str,
)
def test_wrong_usage(seawall: Seawall, arguments: tuple[str, ...], words: str) -> None:
    ended = seawall(*arguments, routes={})
    assert (ended.code, ended.stdout, ended.seen) == (2, "", [])
    assert words in ended.stderr
