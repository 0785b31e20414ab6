"""A list of services, and those of its services that answer."""

import pytest

from seawall.core.errors import DecodeError, ServerStatusError
from seawall.core.http.message import Request, Response
from seawall.runtime.vosi._async.service_list import AsyncServiceList
from seawall.testing import AsyncMemoryTransport
from tests.core.vosi.documents import CAPABILITIES, CERTIFICATE_CAPABILITIES, REGISTRY, URL
from tests.rows import row

ANSWERS = {
    "registry": REGISTRY.encode(),
    "skaha/capabilities": CAPABILITIES,
    "other/capabilities": b"<html/>",
    "cred/capabilities": CERTIFICATE_CAPABILITIES,
}


def listed(answers: dict[str, bytes]) -> tuple[AsyncServiceList, AsyncMemoryTransport]:
    def answer(request: Request) -> Response:
        body = answers.get(request.url.removeprefix(f"{URL}/"))
        return Response(503) if body is None else Response(200, {}, body)

    transport = AsyncMemoryTransport(answer)
    return AsyncServiceList(url=f"{URL}/registry", transport=transport), transport


async def test_services_that_answer_keep_the_order_of_the_list() -> None:
    services, transport = listed(ANSWERS)
    every = await services.services()
    found = await services.answering(reversed(every), timeout_s=2.0)
    # The others answer 503, or with another document.
    assert [service.name for service, _ in found] == ["cred", "skaha"]
    assert [len(capabilities) for _, capabilities in found] == [3, 2]
    heads = [request for request in transport.requests if request.method == "HEAD"]
    assert len(heads) == len(every)
    assert transport.timeouts_s.count(2.0) == len(every)


async def test_the_service_that_gives_certificates_is_found() -> None:
    services, _ = listed(ANSWERS)
    assert await services.certificate_url() == f"{URL}/cred/generate"
    with pytest.raises(DecodeError, match="has no service that gives certificates"):
        await services.certificate_url("none")


async def test_a_list_that_can_not_be_read_is_an_error() -> None:
    for answers, kind, words in (
        ({"registry": b"<html>"}, DecodeError, "registry is no list of services"),
        ({}, ServerStatusError, "GET http://127.0.0.1:8800/registry answered 503"),
    ):
        services, _ = listed(answers)
        with row(words), pytest.raises(kind, match=words):
            await services.services()
