"""Checks of a new session: everything that the server refuses, or changes without a word, is an error."""

from typing import Any

import pytest

from seawall.core.errors import InputError
from seawall.sdks.sessions.new_sessions import (
    NewSession,
    checked_image,
    checked_new_session,
    checked_session_id,
    replicas_of,
)
from seawall.sdks.sessions.states import SessionKind

HOST = "images.example.com"


def new(**values: Any) -> NewSession:
    return NewSession(**{"name": "job", "image": "skaha/terminal:1.1.2", **values})


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"name": ""}, "name is ''"),
        ({"name": "my job"}, "Use letters, digits and '-' only"),
        ({"name": "my_job"}, "Use letters, digits and '-' only"),
        ({"name": "My-Job"}, "The server makes it lower case: give 'my-job'"),
        ({"name": 7}, "name is of type int"),
        ({"image": "terminal"}, "Give project/name:tag"),
        ({"image": "a b/c"}, "Give project/name:tag"),
        ({"image": "//x"}, "Give project/name:tag"),
        ({"kind": "vscode"}, "kind is 'vscode'. Give one of headless, notebook"),
        ({"kind": "desktop-app"}, "Create it in a desktop session"),
        ({"cores": 0}, "cores is 0. Give 1 or more"),
        ({"ram_gb": 1.5}, "ram_gb is of type float"),
        ({"gpus": True}, "gpus is of type bool"),
        ({"kind": "notebook", "command": "ls"}, "for headless sessions; kind is 'notebook'"),
        ({"kind": "notebook", "env": {"A": "1"}}, "for headless sessions"),
        ({"command": ""}, "command is empty"),
        ({"command": "echo hi"}, "command contains a space: the server splits arguments"),
        ({"command": "echo", "args": ["a", "b c"]}, r"args[1] contains a space"),
        ({"command": "echo", "args": [""]}, r"args[0] is empty"),
        ({"args": ["a"]}, "args are given without a command"),
        ({"env": {"A": ""}}, "env['A'] is empty: the server drops such a variable"),
        ({"env": {"A": "x=y"}}, "env['A'] contains '='"),
        ({"env": {"A B": "x"}}, "env has the name 'A B'"),
        ({"env": {"1A": "x"}}, "env has the name '1A'"),
        ({"env": {"A": 1}}, "env['A'] is of type int"),
    ],
)
def test_what_is_refused(values: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError) as error:
        checked_new_session(new(**values), registry=HOST)
    assert fault in str(error.value)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"args": "a b"}, "args is text"),
        ({"args": [1]}, "args"),
        ({"env": [("A", "1")]}, "env is no mapping"),
    ],
)
def test_what_no_session_can_hold(values: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        new(**values)


def test_what_is_sent() -> None:
    session = new(command="python", args=["-c", "print('hi')"], env={"TEXT": "two words\nand a line"})
    checked = checked_new_session(session, registry=HOST)
    assert checked.image == f"{HOST}/skaha/terminal:1.1.2"
    assert (checked.kind, checked.args) == (SessionKind.HEADLESS, ("-c", "print('hi')"))
    assert checked.env == {"TEXT": "two words\nand a line"}
    assert "two words" not in repr(checked)


def test_a_server_that_keeps_equals() -> None:
    session = new(env={"OPTIONS": "a=1"})
    assert checked_new_session(session, registry=HOST, keeps_equals=True).env == {"OPTIONS": "a=1"}


@pytest.mark.parametrize(
    ("image", "whole"),
    [
        ("skaha/terminal:1.1.2", f"{HOST}/skaha/terminal:1.1.2"),
        ("skaha/terminal", f"{HOST}/skaha/terminal:latest"),
        ("other.example.org/a/b", "other.example.org/a/b:latest"),
        ("localhost:5000/a/b:2", "localhost:5000/a/b:2"),
        ("localhost/a/b:2", "localhost/a/b:2"),
        (f"a/b@sha256:{'0' * 64}", f"{HOST}/a/b@sha256:{'0' * 64}"),
        ("a/b/c:1", f"{HOST}/a/b/c:1"),
    ],
)
def test_the_whole_name_of_an_image(image: str, whole: str) -> None:
    assert checked_image(image, HOST) == whole


def test_replicas() -> None:
    first, second = replicas_of(new(env={"A": "1"}), 2)
    assert (first.name, second.name) == ("job-1", "job-2")
    assert second.env == {"A": "1", "REPLICA_ID": "2", "REPLICA_COUNT": "2"}
    (only,) = replicas_of(new(), 1)
    assert (only.name, only.env) == ("job", {"REPLICA_ID": "1", "REPLICA_COUNT": "1"})
    assert [each.name for each in replicas_of(new(kind=SessionKind.NOTEBOOK), 2)] == ["job-1", "job-2"]


def test_a_number_of_replicas_that_is_a_slip() -> None:
    for count in (0, 10_001):
        with pytest.raises(InputError, match=f"replicas is {count}. Give 1 to 10000"):
            replicas_of(new(), count)


@pytest.mark.parametrize("kind", [SessionKind.DESKTOP, SessionKind.FIREFLY])
def test_kinds_that_have_one_replica(kind: SessionKind) -> None:
    assert len(replicas_of(new(kind=kind), 1)) == 1
    with pytest.raises(InputError, match=f"A {kind.value} session has one replica"):
        replicas_of(new(kind=kind), 2)


@pytest.mark.parametrize("value", ["", "../x", "a/b", "a b", "ä" * 8, "a" * 65])
def test_ids_that_can_not_be_one(value: str) -> None:
    with pytest.raises(InputError, match="session_id is"):
        checked_session_id(value)


def test_an_id() -> None:
    assert checked_session_id("abcd1234") == "abcd1234"
