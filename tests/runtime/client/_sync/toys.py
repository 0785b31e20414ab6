# DO NOT EDIT. Derived from ../_async/toys.py by "python -m seawall.codegen.derive".
"""The client of a toy SDK, for tests of what all clients have."""

from typing import Any

from seawall.core.redaction.secret import Secret
from seawall.runtime import (
    ApiClient,
    ClientContext,
    Connection,
    TokenFunction,
    Transport,
    Health,
    ResourceProperty,
)
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.runtime.toy_sdk import URL, ToyPolicies, ToySettings, a_toy, toy_policies


def answering() -> MemoryTransport:
    return MemoryTransport(lambda _: json_response(200, {"toy": 1}))


class Toys:
    """Toys that a test reads."""

    def __init__(self, context: ClientContext[ToyPolicies, ToySettings]) -> None:
        self.context = context

    def get(self, *, nocache: bool = False) -> Any:
        return self.context.read(a_toy(), self.context.policies.read, dict, nocache=nocache)

    def health(self, *, timeout_s: float = 10.0) -> Health:
        """Ask for a toy, whose number stands for the id of the user."""
        policy = self.context.policies.read
        return self.context.health(a_toy(), policy, lambda toy: toy["toy"], timeout_s=timeout_s)


class ToyClient(ApiClient[ClientContext[ToyPolicies, ToySettings]]):
    """A client."""

    toys: ResourceProperty[Toys] = ResourceProperty(".toys", "Toys")

    def __init__(
        self,
        transport: Transport | None = None,
        *,
        clock: FakeClock | None = None,
        tokens: TokenFunction | None = None,
    ) -> None:
        settings = ToySettings(
            base_url=f"{URL}/deep", token=Secret("s3cret"), concurrency=7, requests_per_s=50
        )
        connection = Connection(
            settings,
            product="toy",
            version="1",
            server_path="/api",
            default_transport=answering,
            transport=transport,
            tokens=tokens,
            clock=clock or FakeClock(),
        )
        self._use(ClientContext(connection, toy_policies(settings)))

    def _use(self, context: ClientContext[ToyPolicies, ToySettings]) -> None:
        super()._use(context)
        # The other way to have a resource: it is made with the client, and with each copy.
        self.shelf = Toys(context)
