"""The log at the terminal: retries in plain words, calls with --verbose, attempts with --debug."""

import logging
from collections.abc import Callable

import pytest

from seawall.core.errors import NotSentError, RateLimitedError, SeawallError, ServerStatusError
from seawall.core.observe.events import AttemptEnded, CallEnded, RetryPlanned
from seawall.runtime.observe.call_log import CallLog
from seawall.terminal.verbosity import Verbosity, console_log, split_verbosity
from tests.runtime.calls import thing
from tests.terminal.pseudo_terminal import run_at_terminal

Captured = Callable[[], tuple[str, str]]
GET = thing().operation
NAME = "GET /v1/things/{thing_id}"


@pytest.mark.parametrize(
    ("given", "verbosity", "rest"),
    [
        ("run list", Verbosity.NORMAL, "run list"),
        ("--verbose run list", Verbosity.VERBOSE, "run list"),
        ("run list -v", Verbosity.VERBOSE, "run list"),
        ("run -v list --debug", Verbosity.DEBUG, "run list"),
        ("run list -- -v", Verbosity.NORMAL, "run list -- -v"),
        ("-v run -- --debug", Verbosity.VERBOSE, "run -- --debug"),
        ("", Verbosity.NORMAL, ""),
    ],
)
def test_the_options_may_stand_before_and_after_a_subcommand(
    given: str, verbosity: Verbosity, rest: str
) -> None:
    assert split_verbosity(given.split()) == (verbosity, rest.split())


def test_the_variable_is_the_same_as_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_DEBUG", "1")
    assert split_verbosity(["-v", "run"]) == (Verbosity.DEBUG, ["run"])
    monkeypatch.setenv("SEAWALL_DEBUG", "0")
    assert split_verbosity(["run"]) == (Verbosity.NORMAL, ["run"])


def log_a_call(error: SeawallError | None = None, *, cached: bool = False) -> None:
    log = CallLog()
    log(AttemptEnded(call_id=1, operation=GET, number=1, at_s=0.0, error=error))
    for number in (1, 2):
        log(
            RetryPlanned(
                call_id=1,
                operation=GET,
                number=number,
                max_attempts=6,
                delay_s=3.2,
                error=error or NotSentError("gone."),
                at_s=0.0,
            )
        )
    status = None if error else 200
    log(
        CallEnded(
            call_id=1,
            operation=GET,
            attempts=3,
            at_s=0.0,
            took_s=4.256,
            status=status,
            cached=cached,
            error=error,
        )
    )


RETRY = f"{NAME} [1]: attempt 1 of 6 failed (NotSentError); retrying in 3.20 s"
SECOND = f"{NAME} [1]: attempt 2 of 6 failed (NotSentError); retrying in 3.20 s"


@pytest.mark.parametrize(
    ("verbosity", "lines"),
    [
        (Verbosity.NORMAL, ["Warning: Unset it."]),
        (
            Verbosity.VERBOSE,
            [RETRY, SECOND, "thing: status 200, 4.26 s, 3 attempts", "Warning: Unset it."],
        ),
        (
            Verbosity.DEBUG,
            [
                f"{NAME} [1]: attempt 1 received status None",
                RETRY,
                SECOND,
                f"{NAME} [1]: succeeded after 3 attempts",
                "Warning: Unset it.",
            ],
        ),
    ],
)
def test_a_pipe_receives_the_lines_of_the_log(
    captured: Captured, verbosity: Verbosity, lines: list[str]
) -> None:
    with console_log(verbosity):
        log_a_call()
        logging.getLogger("seawall.settings").warning("Unset %s.", "it")
    assert captured()[1].splitlines() == lines


def test_a_call_that_failed_or_came_from_the_cache(captured: Captured) -> None:
    with console_log(Verbosity.VERBOSE):
        log_a_call(ServerStatusError("down.", 503))
        log_a_call(NotSentError("gone."))
        log_a_call(cached=True)
    ends = [line.split(": ")[1] for line in captured()[1].splitlines() if line.startswith("thing: ")]
    assert ends == [
        "status 503 (ServerStatusError), 4.26 s, 3 attempts",
        "no response (NotSentError), 4.26 s, 3 attempts",
        "status 200, 4.26 s, from the cache",
    ]


def test_a_secret_in_a_warning_is_redacted(captured: Captured) -> None:
    with console_log(Verbosity.NORMAL):
        logging.getLogger("seawall.auth").warning("Bearer %s", "abcdefghijklmnopqrstuvwxyz0123456789")
    assert "abcdefghij" not in captured()[1]


def test_equal_warnings_are_shown_once(captured: Captured) -> None:
    with console_log(Verbosity.NORMAL):
        for word in ("file", "file", "other"):
            logging.getLogger("seawall.auth").warning("The %s is ignored.", word)
    assert captured()[1] == "Warning: The file is ignored.\nWarning: The other is ignored.\n"


def test_the_logger_is_as_before_afterwards() -> None:
    logger = logging.getLogger("seawall")
    before = logger.level, list(logger.handlers)
    with pytest.raises(KeyError), console_log(Verbosity.DEBUG):
        raise KeyError
    assert (logger.level, logger.handlers) == before


# Erase the line, and go to its start.
ERASED = "\x1b[2K\r"
TERMINAL = """
from seawall.core.errors import *
from seawall.terminal.verbosity import Verbosity, console_log
from tests.terminal.test_verbosity import log_a_call
with console_log(Verbosity.NORMAL):
    log_a_call({error})
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (NotSentError("gone."), "The server does not answer"),
        (ServerStatusError("down.", 503), "The server failed (status 503)"),
        (RateLimitedError("slow down."), "The server gets too many requests (status 429)"),
    ],
    ids=["no answer", "503", "429"],
)
def test_every_retry_at_a_terminal_is_in_plain_words(error: SeawallError, failure: str) -> None:
    created = f"{type(error).__name__}{error.args!r}"
    session = run_at_terminal(TERMINAL.format(error=created))
    # The second one is in the place of the first, and the end of the call removes it.
    assert session.output == (
        f"{ERASED}{failure}; trying again in 4 s (2 of 6)."
        f"{ERASED}{failure}; trying again in 4 s (3 of 6).{ERASED}"
    )
    # On a narrow terminal it does not wrap.
    narrow = run_at_terminal(TERMINAL.format(error=created), columns=20).output
    assert [len(line) for line in narrow.split(ERASED)] == [0, 19, 19, 0]
    # Without control codes each has a line of its own.
    dumb = run_at_terminal(TERMINAL.format(error=created), TERM="dumb").output
    assert dumb.splitlines() == [f"{failure}; trying again in 4 s ({n} of 6)." for n in (2, 3)]
