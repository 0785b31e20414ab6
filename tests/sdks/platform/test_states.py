"""The transitions of runs, items and artifacts, for every state of the spec."""

import logging

import pytest

from seawall.core.wire.open_enum import OpenEnum
from seawall.sdks.platform import Client, states
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.states import STATES
from seawall.testing import FakeClock, MemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, reply, run


@pytest.mark.parametrize(
    "kind",
    [
        wire.RunState,
        wire.ItemState,
        wire.ArtifactState,
        states.RunState,
        states.ItemState,
        states.ArtifactState,
    ],
)
def test_every_state_of_the_spec_is_declared(kind: type[OpenEnum]) -> None:
    assert STATES.states == {str(state) for state in kind}


def test_a_run_can_return_to_pending() -> None:
    assert STATES.terminal == {"TERMINATED"}
    assert STATES.may_follow("PROCESSING", "PENDING")
    assert not STATES.may_follow("TERMINATED", "PROCESSING")


def test_a_transition_out_of_a_final_state_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    steps = [reply(run()), reply(run("PROCESSING")), reply(run())]
    with Client(
        base_url="http://platform.test",
        token="t",
        transport=MemoryTransport(Platform({f"GET /api/v1/runs/{RUN_ID}": steps})),
        clock=FakeClock(),
    ) as client:
        handle = client.run(RUN_ID)
        handle.wait()
        with caplog.at_level(logging.WARNING, logger="seawall"):
            assert handle.wait().is_terminated
    assert caplog.messages == [
        f"run {RUN_ID} went from state TERMINATED to PROCESSING, which is illegal; the wait continues"
    ]


def test_an_unknown_state_is_logged_and_the_wait_continues(
    caplog: pytest.LogCaptureFixture,
) -> None:
    steps = [reply(run("HIBERNATING")), reply(run("HIBERNATING")), reply(run())]
    with (
        Client(
            base_url="http://platform.test",
            token="t",
            transport=MemoryTransport(Platform({f"GET /api/v1/runs/{RUN_ID}": steps})),
            clock=FakeClock(),
        ) as client,
        caplog.at_level(logging.WARNING, logger="seawall"),
    ):
        assert client.run(RUN_ID).wait().is_terminated
    assert [
        message.partition(" is in the unknown state ")[2].split(";")[0] for message in caplog.messages
    ] == ["HIBERNATING"]
