"""Account of the caller."""

from seawall.local.platform.access.permissions import Caller
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.tables import Organization, User
from seawall.local.platform.wire.account import MeReadResponse, OrganizationReadResponse, UserReadResponse

__all__ = ["account_of", "get_me", "router"]

router = resource_router()


@router.get("/me", summary="Get current user")
async def get_me(caller: CallerDep, platform: PlatformDep) -> MeReadResponse:
    """Return the caller's user and organization."""
    return account_of(caller, platform)


def account_of(caller: Caller, platform: Platform) -> MeReadResponse:
    """Return the body of `/me`."""
    account = platform.accounts[caller.user_id]
    return MeReadResponse(user=_user(account.user), organization=_organization(account.organization))


def _user(user: User) -> UserReadResponse:
    return UserReadResponse(
        id=user.user_id,
        email=user.email,
        email_verified=True,
        name=f"{user.given_name} {user.family_name}",
        given_name=user.given_name,
        family_name=user.family_name,
        nickname=user.given_name.lower(),
        updated_at=user.updated_at,
    )


def _organization(organization: Organization) -> OrganizationReadResponse:
    return OrganizationReadResponse(
        id=organization.organization_id,
        name=organization.name,
        display_name=organization.display_name,
        aignostics_bucket_hmac_access_key_id="local-no-bucket",
        aignostics_bucket_hmac_secret_access_key="local-no-bucket",  # noqa: S106 - a placeholder
        aignostics_bucket_name="local-no-bucket",
        aignostics_bucket_protocol="file",
        aignostics_logfire_token="local-no-telemetry",  # noqa: S106 - a placeholder
        aignostics_sentry_dsn="local-no-telemetry",
    )
