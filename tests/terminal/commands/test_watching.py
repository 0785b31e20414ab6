"""Data that is shown again and again."""

import pytest
from rich.text import Text

from seawall.terminal.commands.watching import watch


def test_each_change_is_shown_once_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    states, pauses = iter(["a", "a", "b"]), list[float]()
    with pytest.raises(KeyboardInterrupt):
        watch(
            lambda: next(states, None) or _interrupt(),
            lambda state: [Text(f"It is {state}.")],
            interval_s=2.0,
            sleep=pauses.append,
        )
    assert capsys.readouterr().out == "It is a.\nIt is b.\n"
    assert pauses == [2.0] * 3


def test_a_terminal_shows_the_last_data_in_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    states = iter(["a", "b"])
    with pytest.raises(KeyboardInterrupt):
        watch(
            lambda: next(states, None) or _interrupt(),
            lambda state: [Text(f"It is {state}.")],
            interval_s=2.0,
            sleep=lambda _: None,
        )
    shown = capsys.readouterr().out
    assert shown.index("It is a.") < shown.index("\x1b[2K") < shown.index("It is b.")


def _interrupt() -> str:
    raise KeyboardInterrupt
