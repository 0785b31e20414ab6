"""The account that calls are made with."""

from functools import cached_property
from typing import TYPE_CHECKING

from seawall.core.cache.keys import KeptCall
from seawall.core.engine.call import Call, call_converted_by
from seawall.core.engine.conversion import converted
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.account import Me

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import Health

__all__ = ["AsyncAccount"]


class AsyncAccount(AsyncResource[AsyncContext]):
    """The caller's user and organization."""

    async def me(self, *, nocache: bool = False) -> Me:
        """The caller's user and organization; raises AuthError."""
        call, policy = self._me_call, self._context.policies.me
        return converted(call, await self._context.engine.send(call, policy, nocache=nocache), Me.from_wire)

    # Made once: to make it takes as long as to read its result from the cache.
    @cached_property
    def _me_call(self) -> Call[wire.MeReadResponse]:
        return KeptCall.of(call_converted_by(calls.get_me(), Me.from_wire))

    async def health(self, *, timeout_s: float) -> "Health":
        """Ask for the caller, once, and return whether the server answered; raises no error of a call."""
        # As `me` reads it, so that both share a cached result.
        call, policy = call_converted_by(calls.get_me(), Me.from_wire), self._context.policies.me
        health = await self._context.health(
            call, policy, lambda me: Me.from_wire(me).user.id, timeout_s=timeout_s
        )
        if self._context.server.has_account:
            return health
        # An older server, which has no account of the caller.
        applications = calls.list_applications(page_size=5)
        return await self._context.health(applications, policy, lambda _: None, timeout_s=timeout_s)
