import pytest

from seawall.core.errors import MaybeProcessedError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.testing import Script
from seawall.transports import AsyncMemoryTransport, TruncatedResponse

REQUEST = Request("GET", "https://api.test/a")


def never(request: Request) -> Response:
    raise NotSentError("no.")


async def read(transport: AsyncMemoryTransport, into: list[bytes]) -> None:
    async with transport.stream(REQUEST, 5.0) as stream:
        async for chunk in stream.chunks():
            into.append(chunk)  # noqa: PERF401


async def test_the_function_returns_the_response() -> None:
    def respond(request: Request) -> Response:
        return Response(200, {"a": "1"}, request.url.encode())

    response = await AsyncMemoryTransport(respond).send(REQUEST, 5.0)
    assert response == Response(200, {"a": "1"}, b"https://api.test/a")


async def test_requests_and_timeouts_are_recorded() -> None:
    transport = AsyncMemoryTransport(lambda _: Response(200))
    await transport.send(REQUEST, 5.0)
    async with transport.stream(REQUEST, 7.0):
        pass
    assert transport.requests == [REQUEST, REQUEST]
    assert transport.timeouts_s == [5.0, 7.0]


async def test_a_failed_request_is_recorded_too() -> None:
    transport = AsyncMemoryTransport(never)
    with pytest.raises(NotSentError):
        await transport.send(REQUEST, 5.0)
    assert transport.requests == [REQUEST]


async def test_a_body_is_streamed_in_pieces_of_64_kib() -> None:
    transport = AsyncMemoryTransport(lambda _: Response(200, {}, bytes(150_000)))
    async with transport.stream(REQUEST, 5.0) as stream:
        assert [len(chunk) async for chunk in stream.chunks()] == [65536, 65536, 18928]


ERRORS: list[BaseException] = [MaybeProcessedError("cut."), KeyboardInterrupt()]


async def test_a_truncated_response_raises_its_error_after_its_body(subtests: pytest.Subtests) -> None:
    for error in ERRORS:
        with subtests.test(error=error):
            came: list[bytes] = []
            with pytest.raises(type(error)) as caught:
                await read(AsyncMemoryTransport(Script(TruncatedResponse(200, {}, b"hel", error))), came)
            assert caught.value is error
            assert came == [b"hel"]


async def test_send_raises_the_error_of_a_truncated_response() -> None:
    transport = AsyncMemoryTransport(lambda _: TruncatedResponse(200, {}, b"hel"))
    with pytest.raises(MaybeProcessedError, match="the connection broke"):
        await transport.send(REQUEST, 5.0)


async def test_the_memory_transport_works_after_close() -> None:
    transport = AsyncMemoryTransport(lambda _: Response(200))
    await transport.aclose()
    assert (await transport.send(REQUEST, 5.0)).status == 200
