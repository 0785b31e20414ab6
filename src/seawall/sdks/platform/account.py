"""The caller's account: user and organization."""

from typing import ClassVar

from attrs import field, frozen

from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.model import Model
from seawall.sdks.platform._generated import models as wire

__all__ = ["Me", "Organization", "User"]


@frozen(kw_only=True)
class User(Model):
    """A person, as the login server describes them."""

    id: str
    email: str | None
    name: str | None

    from_wire: ClassVar[Conversion[wire.UserReadResponse]] = conversion(wire.UserReadResponse)


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

    from_wire: ClassVar[Conversion[wire.OrganizationReadResponse]] = conversion(
        wire.OrganizationReadResponse,
        {
            "bucket_name": "aignostics_bucket_name",
            "bucket_protocol": "aignostics_bucket_protocol",
            "bucket_access_key_id": "aignostics_bucket_hmac_access_key_id",
            "bucket_secret_access_key": "aignostics_bucket_hmac_secret_access_key",
            "logfire_token": "aignostics_logfire_token",
            "sentry_dsn": "aignostics_sentry_dsn",
        },
    )


@frozen(kw_only=True)
class Me(Model):
    """The user and organization of the caller."""

    user: User
    organization: Organization

    from_wire: ClassVar[Conversion[wire.MeReadResponse]] = conversion(wire.MeReadResponse)
