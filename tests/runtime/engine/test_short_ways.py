"""The short ways of an engine for most calls: it sends and returns the same as in all steps."""

from contextlib import suppress
from typing import Any, cast

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.auth.auth_scheme import bearer
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import ByMediaType
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.engine.result import result_for
from seawall.core.errors import SeawallError
from seawall.core.http.message import Request, Response
from seawall.runtime import CallableTokenProvider, Engine
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.runtime.calls import BASE_URL, thing


@frozen
class Part:
    """A part of an answer."""

    name: str
    sizes: tuple[int, ...] = ()


PIECES = ['"a"', "1", "1.5", "null", "[]", "[1]", '["a"]', "{}", '{"name": "a"}', '{"name": 1}', "\ufeff{}"]
PARTS = [f'{{"name": "a", "sizes": {piece}}}' for piece in PIECES]
BODIES = st.sampled_from([*PIECES, *PARTS, "", "{", "\x00"])
TYPES: list[Any] = [Part, dict[str, Any], Any, int, str, tuple[Part, ...], list[int], set[Any]]


def outcome(type_: Any, status: int, body: str, *, tolerant: bool) -> object:
    operation: Operation[Any] = Operation(id="get", method="GET", path="/v1/it", result_types={200: type_})
    response = Response(status, {"content-type": "application/json"}, body.encode())
    try:
        result = result_for(Call(operation), response, tolerant=tolerant)
        return repr(result.value), result.drifts, result.response
    except SeawallError as error:
        return type(error), str(error)


@given(st.sampled_from(TYPES), st.sampled_from([200, 204, 404]), BODIES, st.booleans())
def test_a_body_is_decoded_as_by_its_media_type(type_: Any, status: int, body: str, tolerant: bool) -> None:
    # What has media types is decoded in all steps.
    named = ByMediaType({"application/json": type_})
    assert outcome(type_, status, body, tolerant=tolerant) == outcome(named, status, body, tolerant=tolerant)


@given(st.lists(st.sampled_from([200, 401, 503]), max_size=6), st.integers(1, 3), st.booleans())
def test_a_token_is_sent_as_by_a_scheme_of_the_user(statuses: list[int], lasts: int, observed: bool) -> None:
    def sent(scheme: Any) -> list[object]:
        clock, answers, asked = FakeClock(), iter(statuses), iter(range(99))
        requests: list[Request] = []

        def respond(request: Request) -> Response:
            requests.append(request)
            return json_response(next(answers, 200), {"id": 1})

        def token() -> str:
            return f"token-{next(asked) // lasts}"

        engine = Engine(
            MemoryTransport(respond),
            base_url=BASE_URL,
            tokens=CallableTokenProvider(token, clock=clock),
            clock=clock,
            auth_scheme=scheme,
            observers=[lambda _: None] if observed else [],
        )
        for _ in range(3):
            try:
                engine.send(thing(), Policy(retry=RetryRule(attempts=2)))
            except SeawallError as error:
                requests.append(Request("GET", repr(error)))
        # Compared at the end: no request that was sent has changed.
        return [(request.method, request.url, dict(request.headers)) for request in requests]

    def own(request: Request, secret: str) -> Request:
        return bearer(request, secret)

    assert sent(bearer) == sent(own)


class Tokens:
    """A provider of the user's. None in place of a token breaks its protocol, and sends none."""

    def __init__(self, tokens: list[str | None]) -> None:
        self.tokens = iter(tokens)

    def token(self, _timeout_s: float, /) -> str:
        return cast("str", next(self.tokens, None))

    def renew(self, _rejected: str, _timeout_s: float, /) -> str:
        return cast("str", next(self.tokens, None))


@given(
    st.lists(st.sampled_from([200, 401, 503]), max_size=6),
    st.lists(st.sampled_from(["one", "two", None]), max_size=6),
)
def test_no_request_has_the_token_of_an_earlier_attempt(
    statuses: list[int], tokens: list[str | None]
) -> None:
    def sent(scheme: Any) -> list[str | None]:
        clock, answers, fields = FakeClock(), iter(statuses), list[str | None]()

        def respond(request: Request) -> Response:
            fields.append(request.headers.get("authorization"))
            return json_response(next(answers, 200), {"id": 1})

        engine = Engine(
            MemoryTransport(respond),
            base_url=BASE_URL,
            tokens=Tokens(tokens),
            clock=clock,
            auth_scheme=scheme,
        )
        with suppress(SeawallError):
            engine.send(thing(), Policy(retry=RetryRule(attempts=3)))
        return fields

    def own(request: Request, secret: str) -> Request:
        return bearer(request, secret)

    assert sent(bearer) == sent(own)
