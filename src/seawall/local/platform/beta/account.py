"""Account of the caller, in the API of 2025-07."""

from seawall.local.platform.api.routes.account import account_of
from seawall.local.platform.beta.wire import MeReadResponse
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep

__all__ = ["get_me"]

NO_PICTURE = "data:,"
_OF_BUCKET_AND_TELEMETRY = "aignostics_"


async def get_me(caller: CallerDep, platform: PlatformDep) -> MeReadResponse:
    """Return the caller's user and organization."""
    me = account_of(caller, platform)
    # Here these fields may be null, and so need no placeholders.
    organization = {
        name: None if name.startswith(_OF_BUCKET_AND_TELEMETRY) else value
        for name, value in me.organization.model_dump().items()
    }
    user = me.user.model_dump() | {"picture": NO_PICTURE}
    return MeReadResponse.model_validate({"user": user, "organization": organization})
