"""Progress in the output of a cell: in a kernel only, replaced in place, and never in the way of the work."""

from collections.abc import Iterator

import pytest

from seawall.core.notebook.progress import ItemCounts
from seawall.runtime.notebook.cell_output import CellOutput, cell_output
from seawall.runtime.notebook.progress_display import ProgressDisplay
from seawall.testing import FakeClock
from tests.runtime.notebook.kernel import KernelShell, Shell, running


@pytest.fixture
def kernel() -> Iterator[Shell]:
    with running(KernelShell) as shell:
        yield shell


def texts(shell: Shell) -> list[str]:
    return [output["data"]["text/plain"] for output in shell.shown]


def test_one_output_is_replaced_until_the_end(kernel: Shell) -> None:
    clock = FakeClock()
    with ProgressDisplay("job 7", clock.monotonic) as display:
        assert display.is_shown
        display.update("RUNNING", ItemCounts(done=1, total=2))
        clock.sleep(5)
        display.warn("No response.")
        clock.sleep(5)
        display.update("DONE", ItemCounts(done=2, total=2))
    assert texts(kernel) == [
        "job 7: RUNNING, 1 of 2 done, 0 s",
        "job 7: RUNNING, 1 of 2 done, 5 s. No response.",
        "job 7: DONE, 2 of 2 done, 10 s",
        "job 7: DONE, 2 of 2 done, 10 s",
    ]
    assert [output["update"] for output in kernel.shown] == [False, True, True, True]
    assert len({output["transient"]["display_id"] for output in kernel.shown}) == 1
    assert all("<progress" in output["data"]["text/html"] for output in kernel.shown)


def interrupted() -> None:
    with ProgressDisplay("job 7", FakeClock().monotonic) as display:
        display.update("RUNNING")
        raise KeyboardInterrupt


def test_an_error_is_the_last_state(kernel: Shell) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert texts(kernel)[-1] == "job 7: RUNNING, 0 s. Stopped: KeyboardInterrupt."


def test_an_error_before_the_first_state_shows_nothing(kernel: Shell) -> None:
    with pytest.raises(ValueError, match="no"), ProgressDisplay("job 7", FakeClock().monotonic):
        raise ValueError("no")
    assert kernel.shown == []


def test_updates_are_shown_five_times_a_second_at_most(kernel: Shell) -> None:
    clock = FakeClock()
    with ProgressDisplay("job 7", clock.monotonic) as display:
        for number in range(1000):
            display.update(str(number))
            clock.sleep(0.001)
    assert len(kernel.shown) == 6
    assert texts(kernel)[-1] == "job 7: 999, 0 s"


def test_it_can_be_switched_off(kernel: Shell) -> None:
    with ProgressDisplay("job 7", FakeClock().monotonic, is_on=False) as display:
        display.update("RUNNING")
    assert kernel.shown == []


def test_a_terminal_shows_nothing() -> None:
    with running(Shell) as shell, ProgressDisplay("job 7", FakeClock().monotonic) as display:
        display.update("RUNNING")
        assert not display.is_shown
    assert shell.shown == []


def test_a_script_shows_nothing() -> None:
    assert cell_output() is None


def test_a_broken_notebook_does_not_stop_the_work() -> None:
    class Broken:
        calls = 0

        def publish(self, *_: object, **__: object) -> None:
            self.calls += 1
            raise OSError("the kernel is gone")

    broken = Broken()
    output = CellOutput(broken)
    output.show("a", "a")
    output.show("b", "b")
    assert broken.calls == 1
