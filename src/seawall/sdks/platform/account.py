"""The caller's account: user and organization."""

from attrs import field, frozen

from seawall.core.model.model import Model
from seawall.core.wire.unset import or_none
from seawall.sdks.platform._generated import models as wire

__all__ = ["Me", "Organization", "User"]


@frozen(kw_only=True)
class User(Model):
    """A person, as the login server describes them."""

    id: str
    email: str | None
    name: str | None


@frozen(kw_only=True)
class Organization(Model):
    """An organization and its bucket for inputs. The repr shows no credential."""

    id: str
    name: str | None
    display_name: str | None
    bucket_name: str
    bucket_protocol: str
    bucket_access_key_id: str = field(repr=False)
    bucket_secret_access_key: str = field(repr=False)
    logfire_token: str = field(repr=False)
    sentry_dsn: str = field(repr=False)


@frozen(kw_only=True)
class Me(Model):
    """The user and organization of the caller."""

    user: User
    organization: Organization

    @classmethod
    def from_wire(cls, me: wire.MeReadResponse) -> "Me":
        """Convert a wire model."""
        user, organization = me.user, me.organization
        return cls(
            user=User(id=user.id, email=or_none(user.email), name=or_none(user.name)),
            organization=Organization(
                id=organization.id,
                name=or_none(organization.name),
                display_name=or_none(organization.display_name),
                bucket_name=organization.aignostics_bucket_name,
                bucket_protocol=organization.aignostics_bucket_protocol,
                bucket_access_key_id=organization.aignostics_bucket_hmac_access_key_id,
                bucket_secret_access_key=organization.aignostics_bucket_hmac_secret_access_key,
                logfire_token=organization.aignostics_logfire_token,
                sentry_dsn=organization.aignostics_sentry_dsn,
            ),
        )
