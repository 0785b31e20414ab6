"""SDK metadata on the platform: its models, and the user as the platform knows them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from seawall.core.engine.policy import Policy
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.metadata._async.sdk_metadata import AsyncSdkMetadata

if TYPE_CHECKING:
    from seawall.core.metadata.metadata import ItemMetadata, RunMetadata

__all__ = ["sdk_metadata_over"]


def sdk_metadata_over(connection: AsyncConnection) -> AsyncSdkMetadata | None:
    """The source of SDK metadata for submissions; None if the settings turn it off."""
    if not connection.settings.sdk_metadata:
        return None

    async def user(policy: Policy) -> Mapping[str, str | None]:
        # 50 ms, for submissions only.
        from seawall.sdks.platform._generated import calls  # noqa: PLC0415
        from seawall.sdks.platform.account import Me  # noqa: PLC0415

        me = Me.from_wire((await connection.engine.send(calls.get_me(), policy)).value)
        return {
            "organization_id": me.organization.id,
            "organization_name": me.organization.name,
            "user_email": me.user.email,
            "user_id": me.user.id,
        }

    return AsyncSdkMetadata(
        user=user,
        models=_models,
        user_agent=connection.user_agent,
        interface=connection.interface,
        clock=connection.engine.clock,
    )


def _models() -> "tuple[type[RunMetadata], type[ItemMetadata]]":
    from seawall.sdks.platform.metadata import PlatformItemMetadata, PlatformRunMetadata  # noqa: PLC0415 - 80 ms

    return PlatformRunMetadata, PlatformItemMetadata
