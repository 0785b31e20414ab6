"""The client of a toy SDK, for tests of what all clients have."""

from typing import Any

from seawall.core.redaction.secret import Secret
from seawall.runtime import (
    AsyncApiClient,
    AsyncClientContext,
    AsyncConnection,
    AsyncTokenFunction,
    AsyncTransport,
    Health,
    ResourceProperty,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response
from tests.runtime.toy_sdk import URL, ToyPolicies, ToySettings, a_toy, toy_policies


def answering() -> AsyncMemoryTransport:
    return AsyncMemoryTransport(lambda _: json_response(200, {"toy": 1}))


class AsyncToys:
    """Toys that a test reads."""

    def __init__(self, context: AsyncClientContext[ToyPolicies, ToySettings]) -> None:
        self.context = context

    async def get(self, *, nocache: bool = False) -> Any:
        return await self.context.read(a_toy(), self.context.policies.read, dict, nocache=nocache)

    async def health(self, *, timeout_s: float = 10.0) -> Health:
        """Ask for a toy, whose number stands for the id of the user."""
        policy = self.context.policies.read
        return await self.context.health(a_toy(), policy, lambda toy: toy["toy"], timeout_s=timeout_s)


class AsyncToyClient(AsyncApiClient[AsyncClientContext[ToyPolicies, ToySettings]]):
    """A client."""

    toys: ResourceProperty[AsyncToys] = ResourceProperty(".toys", "AsyncToys")

    def __init__(
        self,
        transport: AsyncTransport | None = None,
        *,
        clock: AsyncFakeClock | None = None,
        tokens: AsyncTokenFunction | None = None,
    ) -> None:
        settings = ToySettings(
            base_url=f"{URL}/deep", token=Secret("s3cret"), concurrency=7, requests_per_s=50
        )
        connection = AsyncConnection(
            settings,
            product="toy",
            version="1",
            server_path="/api",
            default_transport=answering,
            transport=transport,
            tokens=tokens,
            clock=clock or AsyncFakeClock(),
        )
        self._use(AsyncClientContext(connection, toy_policies(settings)))

    def _use(self, context: AsyncClientContext[ToyPolicies, ToySettings]) -> None:
        super()._use(context)
        # The other way to have a resource: it is made with the client, and with each copy.
        self.shelf = AsyncToys(context)
