"""SDK metadata on the platform: its models, and the user as the platform knows them.

This module loads pydantic (80 ms): import it late, when something is submitted.
"""

from collections.abc import Mapping

from seawall.core.engine.call import call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.engine.policy import Policy
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.metadata._async.sdk_metadata import AsyncSdkMetadata
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.account import Me
from seawall.sdks.platform.metadata import PlatformItemMetadata, PlatformRunMetadata
from seawall.sdks.platform.sdk_metadata import user_fields
from seawall.sdks.platform.settings import Settings

__all__ = ["sdk_metadata_over"]


def sdk_metadata_over(connection: AsyncConnection[Settings]) -> AsyncSdkMetadata:
    """Make the SDK metadata of the submissions over `connection`."""

    async def user(policy: Policy) -> Mapping[str, str | None]:
        # As `client.me()` reads it, so that both share a cached result.
        call = call_converted_by(calls.get_me(), Me.from_wire)
        return user_fields(converted(call, await connection.engine.send(call, policy), Me.from_wire))

    return AsyncSdkMetadata(
        user=user,
        models=(PlatformRunMetadata, PlatformItemMetadata),
        user_agent=connection.user_agent,
        interface=connection.interface,
        clock=connection.engine.clock,
    )
