import pytest

from seawall.core.errors import NotSentError
from seawall.core.http.message import Request, Response
from seawall.testing import MemoryTransport, Script, json_response

REQUEST = Request("GET", "https://api.test/?k=hunter2")


def test_steps_are_returned_in_order() -> None:
    transport = MemoryTransport(Script(Response(200), NotSentError("no."), Response(204)))
    assert transport.send(REQUEST, 1.0).status == 200
    with pytest.raises(NotSentError):
        transport.send(REQUEST, 1.0)
    assert transport.send(REQUEST, 1.0).status == 204


def test_an_extra_request_fails_without_showing_its_url() -> None:
    script = Script(Response(200))
    script(REQUEST)
    with pytest.raises(
        AssertionError, match=r"^A GET request came after the last of 1 steps of the script\.$"
    ):
        script(REQUEST)


def test_an_unused_step_fails() -> None:
    script = Script(Response(200), Response(200))
    script(REQUEST)
    with pytest.raises(AssertionError, match=r"^Only 1 of 2 steps of the script were used\.$"):
        script.assert_used_up()


def test_a_used_up_script_passes() -> None:
    script = Script(Response(200))
    script(REQUEST)
    script.assert_used_up()


def test_json_response() -> None:
    response = json_response(409, {"detail": "no"}, headers={"retry-after": "5"})
    assert (response.status, response.body) == (409, b'{"detail":"no"}')
    assert dict(response.headers) == {"content-type": "application/json", "retry-after": "5"}
