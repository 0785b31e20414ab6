"""Work that commands wait for: progress, logs, advice and the end, for a fictitious SDK."""

import json
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from attrs import field, frozen

from seawall.core.errors import NotSentError, WaitTimeoutError
from seawall.core.waiting.polling import Outage
from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.commands.awaited import Awaited, Hint, continues
from seawall.terminal.exit_codes import IncompleteError
from seawall.terminal.progress import Step
from seawall.terminal.screen import Output
from seawall.terminal.sdk import SdkCommand
from tests.terminal.conftest import LIBRARY, Client, Settings

Captured = Callable[[], tuple[str, str]]
Command = SdkCommand[Settings, Client]


@frozen
class Order:
    """A state of an order: `open`, `held`, `sent` or `lost`."""

    state: str


def _advice(order: Order) -> Hint | None:
    return ("It is held. To free it", "free", "7") if order.state == "held" else None


ORDER: Awaited[Order] = Awaited(
    kind=Order,
    title="Sending",
    step=lambda order: Step(0, None, order.state, f"The order is {order.state}."),
    failure=lambda order: "The order is lost." if order.state == "lost" else None,
    remedy=lambda _: ("To order again", "order", "7"),
    advice=_advice,
)


@frozen
class Handle:
    """Passes `states` to `on_progress`; `None` is an outage. The last one is the result."""

    states: list[str | None]
    timeouts_s: list[float] = field(factory=list)

    def wait(
        self,
        *,
        timeout_s: float,
        on_progress: Callable[[Order], None],
        on_outage: Callable[[Outage], None],
    ) -> Order:
        *_, last = self.follow(timeout_s=timeout_s, on_progress=on_progress, on_outage=on_outage)
        assert isinstance(last, Order)
        return last

    def follow(
        self,
        *,
        timeout_s: float,
        on_progress: Callable[[Order], None],
        on_outage: Callable[[Outage], None],
    ) -> Iterator[str | Order]:
        self.timeouts_s.append(timeout_s)
        for state in self.states:
            if state is None:
                on_outage(
                    Outage(error=NotSentError("down"), failed_polls=1, duration_s=1.0, remaining_s=59.0)
                )
            else:
                on_progress(Order(state))
                yield f"{state}!"
        yield Order(self.states[-1] or "")


def command(output: Output = Output.TABLE) -> Command:
    context: Any = SimpleNamespace(find_object=lambda _: None, command=SimpleNamespace(params=[]))
    return SdkCommand(LIBRARY, context, {"base_url": None}, output)


def test_a_wait_shows_each_state_and_the_advice_once(captured: Captured) -> None:
    handle = Handle(["open", "held", "held", None, "open", "held", "sent"])
    assert ORDER.wait(handle, timeout_s=5.0, command=command()) == Order("sent")
    assert handle.timeouts_s == [5.0]
    out, err = captured()
    lines = [line for line in err.splitlines() if not line.startswith(("Connection lost", "The server"))]
    assert out == ""
    assert lines == [
        "The order is open.",
        "It is held. To free it: library free 7",
        "The order is held.",
        "It is held. To free it: library free 7",
        "The order is sent.",
    ]
    assert len(lines) == len(err.splitlines()) - 2


def test_a_wait_without_a_command_gives_no_advice(captured: Captured) -> None:
    assert ORDER.wait(Handle(["held", "sent"]), timeout_s=5.0) == Order("sent")
    assert captured()[1].splitlines() == ["The order is held.", "The order is sent."]


@pytest.mark.parametrize("output", list(Output))
def test_the_lines_of_a_log_are_data_beside_a_table_and_messages_beside_json(
    captured: Captured, output: Output
) -> None:
    followed = ORDER.follow(Handle(["open", "sent"]), line=str.upper, timeout_s=5.0, command=command(output))
    assert followed == (Order("sent"), ["open!", "sent!"])
    lines = "OPEN!\nSENT!\n"
    assert captured() == ((lines, "") if output is Output.TABLE else ("", lines))


def test_each_line_of_a_log_is_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    stream = SimpleNamespace(write=seen.append, flush=lambda: seen.append("flush"))
    monkeypatch.setattr(sys, "stdout", stream)
    ORDER.follow(Handle(["open", "sent"]), line=str.upper, timeout_s=5.0, command=command())
    assert seen == ["OPEN!\n", "flush", "SENT!\n", "flush"]


def test_a_failure_has_the_remedy_of_a_command() -> None:
    ORDER.require_success(Order("sent"), command())
    with pytest.raises(IncompleteError, match=r"^The order is lost\.$") as failed:
        ORDER.require_success(Order("lost"), command())
    assert failed.value.hint == "To order again: library order 7"
    with pytest.raises(IncompleteError) as failed:
        ORDER.require_success(Order("lost"))
    assert failed.value.hint is None


@pytest.mark.parametrize(
    ("error", "code", "is_hinted"),
    [
        (WaitTimeoutError("late", last=None), 11, True),
        (NotSentError("down"), 8, False),
        (KeyboardInterrupt(), 130, True),
    ],
)
@pytest.mark.parametrize("output", list(Output))
def test_work_that_continues_has_a_hint_and_an_id(
    captured: Captured, error: BaseException, code: int, output: Output, *, is_hinted: bool
) -> None:
    app = new_app()

    @app.command()
    def order(context: typer.Context) -> None:
        running: Command = SdkCommand(LIBRARY, context, {"base_url": None}, output)
        with continues(running, ("It goes on. To wait", "wait", "7"), {"id": 7}, WaitTimeoutError):
            raise error

    assert CommandLine(program="library", app=app).run([]) == code
    out, err = captured()
    assert ("It goes on. To wait: library wait 7" in err) == is_hinted
    has_id = output is Output.JSON and code != 130
    assert (json.loads(out) if has_id else out) == ({"id": 7} if has_id else "")
