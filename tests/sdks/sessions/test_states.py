"""Both versions of the server's words, and words of a newer one."""

import pytest

from seawall.sdks.sessions.states import INTERACTIVE_KINDS, SessionKind, SessionStatus


@pytest.mark.parametrize(
    ("text", "status", "is_terminal"),
    [
        ("Pending", SessionStatus.PENDING, False),
        ("Running", SessionStatus.RUNNING, False),
        ("running", SessionStatus.RUNNING, False),
        ("Completed", SessionStatus.COMPLETED, True),
        ("Succeeded", SessionStatus.COMPLETED, True),
        ("Failed", SessionStatus.FAILED, True),
        ("Error", SessionStatus.FAILED, True),
        ("ERROR", SessionStatus.FAILED, True),
        ("Terminating", SessionStatus.TERMINATING, True),
    ],
)
def test_words_of_both_versions(text: str, status: SessionStatus, is_terminal: bool) -> None:
    assert SessionStatus(text) is status
    assert status.is_terminal is is_terminal


def test_a_word_of_a_newer_server() -> None:
    status = SessionStatus("Suspended")
    assert (status, status.is_known, status.is_terminal) == ("Suspended", False, False)
    assert not SessionKind("vscode").is_known


def test_interactive_kinds() -> None:
    assert sorted(INTERACTIVE_KINDS) == ["carta", "contributed", "desktop", "firefly", "notebook"]
