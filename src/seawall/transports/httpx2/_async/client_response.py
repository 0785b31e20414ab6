"""Send a request with a client of the user."""

from collections.abc import AsyncIterator

import httpx2

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.transports.http_message._async.upload_stream import AsyncUploadStream
from seawall.transports.http_message.outgoing import checked_method, checked_url, outgoing_headers
from seawall.transports.httpx2.given_client import async_time_limit
from seawall.transports.httpx2.library import Library
from seawall.transports.httpx2.message import content_of

__all__ = ["AsyncClientResponse", "async_open_with"]


class AsyncClientResponse:
    """The response of a client of the user. Iterating over it reads its body.

    `read_before` is the decoded body if the client has read it, e.g. in an event hook or a mock.
    """

    def __init__(self, library: Library, response: httpx2.Response) -> None:
        self.status: int = response.status_code
        self.fields: list[tuple[bytes, bytes]] = response.headers.raw
        self.read_before = _body_read_before(library, response)
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._response.aiter_raw())

    async def aclose(self) -> None:
        """Close the response; an unread rest is dropped."""
        await self._response.aclose()


async def async_open_with(
    client: httpx2.AsyncClient, library: Library, request: Request, timeout_s: float
) -> AsyncClientResponse:
    """Send `request`, and return the response with its body unread; raises the errors of the library."""
    # No local variable holds the request of the client: error reporters show local variables, and its repr
    # shows the query.
    sending = client.send(
        client.build_request(
            checked_method(request),
            checked_url(request),
            headers=outgoing_headers(request),
            content=content_of(request, AsyncUploadStream),
            timeout=timeout_s,
        ),
        stream=True,
        follow_redirects=False,
        auth=None,
    )
    async with async_time_limit(timeout_s):
        response = await sending
    return AsyncClientResponse(library, response)


def _body_read_before(library: Library, response: httpx2.Response) -> bytes | None:
    if not response.is_stream_consumed:
        return None
    try:
        return response.content
    except library.ResponseNotRead as error:
        raise ConfigError(
            "an event hook of the client that was passed in has read the response and dropped its body. Let "
            "the hook call `aread`, which keeps it."
        ) from strip_tracebacks(error)
