"""Builders of the caller's account."""

from seawall.sdks.platform.account import Me, Organization, User

__all__ = ["ORGANIZATION_ID", "USER_ID", "me", "organization", "user"]

USER_ID = "test|user"
ORGANIZATION_ID = "org_test"


def user(
    *,
    id: str = USER_ID,  # noqa: A002 - the name of the field
    email: str | None = "user@example.com",
    name: str | None = "Test User",
) -> User:
    """Return a user."""
    return User(id=id, email=email, name=name)


def organization(
    *,
    id: str = ORGANIZATION_ID,  # noqa: A002 - the name of the field
    name: str | None = "test",
    display_name: str | None = "Test Organization",
    bucket_name: str = "test-bucket",
    bucket_protocol: str = "file",
    bucket_access_key_id: str = "test-no-bucket",
    bucket_secret_access_key: str = "test-no-bucket",  # noqa: S107 - a placeholder
    logfire_token: str = "test-no-telemetry",  # noqa: S107 - a placeholder
    sentry_dsn: str = "test-no-telemetry",
) -> Organization:
    """Return an organization; its credentials are placeholders."""
    return Organization(
        id=id,
        name=name,
        display_name=display_name,
        bucket_name=bucket_name,
        bucket_protocol=bucket_protocol,
        bucket_access_key_id=bucket_access_key_id,
        bucket_secret_access_key=bucket_secret_access_key,
        logfire_token=logfire_token,
        sentry_dsn=sentry_dsn,
    )


def me(*, user: User | None = None, organization: Organization | None = None) -> Me:
    """Return the account of a caller; by default `user()` in `organization()`."""
    return Me(user=user or _default_user(), organization=organization or _default_organization())


# In `me`, the names of the builders are those of its arguments.
_default_user, _default_organization = user, organization
