import pytest

from seawall.core.errors import NotSentError
from seawall.core.http.message import Request, Response
from seawall.testing import MemoryTransport, Script, json_response

REQUEST = Request("GET", "https://api.test/?k=hunter2")


def test_steps_come_in_order() -> None:
    transport = MemoryTransport(Script(Response(200), NotSentError("no."), Response(204)))
    assert transport.send(REQUEST, 1.0).status == 200
    with pytest.raises(NotSentError):
        transport.send(REQUEST, 1.0)
    assert transport.send(REQUEST, 1.0).status == 204


def test_a_request_too_many_is_told_without_its_url() -> None:
    script = Script(Response(200))
    script(REQUEST)
    with pytest.raises(
        AssertionError, match=r"^A GET request came after the last of 1 steps of the script\.$"
    ):
        script(REQUEST)


def test_a_step_that_nobody_asked_for_is_told() -> None:
    script = Script(Response(200), Response(200))
    script(REQUEST)
    with pytest.raises(AssertionError, match=r"^Only 1 of 2 steps of the script were asked for\.$"):
        script.assert_used_up()


def test_a_script_that_is_used_up_says_nothing() -> None:
    script = Script(Response(200))
    script(REQUEST)
    script.assert_used_up()


def test_a_json_answer() -> None:
    response = json_response(409, {"detail": "no"}, headers={"retry-after": "5"})
    assert (response.status, response.body) == (409, b'{"detail":"no"}')
    assert dict(response.headers) == {"content-type": "application/json", "retry-after": "5"}
