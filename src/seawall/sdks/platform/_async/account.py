"""The account that calls are made with."""

from seawall.core.engine.conversion import converted
from seawall.runtime.client._async.resource import AsyncResource
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.account import Me

__all__ = ["AsyncAccount"]


class AsyncAccount(AsyncResource[AsyncContext]):
    """The caller's user and organization."""

    async def me(self, *, nocache: bool = False) -> Me:
        """The caller's user and organization; raises AuthError."""
        call, policy = calls.get_me(), self._context.policies.me
        return converted(call, await self._context.engine.send(call, policy, nocache=nocache), Me.from_wire)
