"""The environment of a session."""

import pytest
from attrs import evolve

from seawall.local.sessions import SessionsSettings
from seawall.local.sessions.processing.environment import client_variables, platform_variables
from seawall.local.sessions.store.states import SessionKind
from tests.local.sessions.conftest import StartSessions
from tests.local.wall_clock import FakeWallClock


@pytest.mark.parametrize(
    ("entries", "drops_equals", "found"),
    [
        (["A=1", "B=x y"], False, {"A": "1", "B": "x y"}),
        (["A=1=2"], False, {"A": "1=2"}),
        (["A=1=2", "B=2"], True, {"B": "2"}),
        (["A=", "B", "=1", ""], False, {}),
        (["A=1", "A=2"], False, {"A": "2"}),
    ],
)
def test_variables_of_a_client(entries: list[str], drops_equals: bool, found: dict[str, str]) -> None:
    assert client_variables(entries, drops_equals=drops_equals) == found


@pytest.mark.parametrize(
    ("kind", "further"),
    [
        (SessionKind.HEADLESS, {}),
        (SessionKind.NOTEBOOK, {"JUPYTER_TOKEN": "abcdefgh", "NB_USER": "ada"}),
    ],
)
def test_variables_of_the_platform(kind: SessionKind, further: dict[str, str]) -> None:
    variables = platform_variables(
        kind, user="ada", session_id="abcdefgh", host="http://h", home="/home/ada", cores=2
    )
    assert variables == {
        "skaha_hostname": "http://h",
        "skaha_username": "ada",
        "skaha_sessionid": "abcdefgh",
        "HOME": "/home/ada",
        "PWD": "/home/ada",
        "OMP_NUM_THREADS": "2",
        **further,
    }


@pytest.mark.slow  # a server in this process
def test_a_server_can_drop_values_with_an_equals_sign(
    start: StartSessions, settings: SessionsSettings, clock: FakeWallClock
) -> None:
    sessions = start(evolve(settings, drops_equals=True))
    session_id = sessions.create(cmd="env", env=["A=1=2", "B=2"])
    clock.advance(5)
    lines = sessions.logs(session_id).splitlines()
    assert "B=2" in lines
    assert [line for line in lines if line.startswith("A=")] == []
