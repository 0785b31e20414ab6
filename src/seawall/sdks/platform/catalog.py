"""What there is to run, and who asks: applications, their versions, the user and their organization."""

from datetime import datetime

from attrs import field, frozen

from seawall.core.http.times import in_utc
from seawall.core.wire.unset import if_given, or_none
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.models import JsonObject

__all__ = [
    "Application",
    "ApplicationSummary",
    "ApplicationVersion",
    "InputSpec",
    "Me",
    "Organization",
    "OutputSpec",
    "ReleasedVersion",
    "User",
]


@frozen(kw_only=True)
class ReleasedVersion:
    """A version's number and when it was released."""

    number: str
    released_at: datetime

    @classmethod
    def from_wire(cls, version: wire.ApplicationVersion) -> "ReleasedVersion":
        """The version that a wire model stands for."""
        return cls(number=version.number, released_at=in_utc(version.released_at))


@frozen(kw_only=True)
class ApplicationSummary:
    """An application as a list shows it."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]
    latest_version: ReleasedVersion | None

    @classmethod
    def from_wire(cls, application: wire.ApplicationReadShortResponse) -> "ApplicationSummary":
        """The application that a wire model stands for."""
        return cls(
            application_id=application.application_id,
            name=application.name,
            description=application.description,
            regulatory_classes=tuple(application.regulatory_classes),
            latest_version=if_given(application.latest_version, ReleasedVersion.from_wire),
        )


@frozen(kw_only=True)
class Application:
    """An application with all versions that the user may run."""

    application_id: str
    name: str
    description: str
    regulatory_classes: tuple[str, ...]
    versions: tuple[ReleasedVersion, ...]

    @classmethod
    def from_wire(cls, application: wire.ApplicationReadResponse) -> "Application":
        """The application that a wire model stands for."""
        return cls(
            application_id=application.application_id,
            name=application.name,
            description=application.description,
            regulatory_classes=tuple(application.regulatory_classes),
            versions=tuple(ReleasedVersion.from_wire(version) for version in application.versions),
        )


@frozen(kw_only=True)
class InputSpec:
    """An input that a version takes; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: JsonObject


@frozen(kw_only=True)
class OutputSpec:
    """An output that a version makes; `metadata_schema` is the JSON Schema of its metadata."""

    name: str
    media_type: str
    metadata_schema: JsonObject
    scope: str
    visibility: str


@frozen(kw_only=True)
class ApplicationVersion:
    """One version of an application: what it takes and what it makes."""

    application_id: str
    version_number: str
    changelog: str
    released_at: datetime
    input_artifacts: tuple[InputSpec, ...]
    output_artifacts: tuple[OutputSpec, ...]

    @classmethod
    def from_wire(cls, application_id: str, version: wire.VersionReadResponse) -> "ApplicationVersion":
        """The version that a wire model stands for."""
        return cls(
            application_id=application_id,
            version_number=version.version_number,
            changelog=version.changelog,
            released_at=in_utc(version.released_at),
            input_artifacts=tuple(
                InputSpec(name=spec.name, media_type=spec.mime_type, metadata_schema=spec.metadata_schema)
                for spec in version.input_artifacts
            ),
            output_artifacts=tuple(
                OutputSpec(
                    name=spec.name,
                    media_type=spec.mime_type,
                    metadata_schema=spec.metadata_schema,
                    scope=str(spec.scope),
                    visibility=str(spec.visibility),
                )
                for spec in version.output_artifacts
            ),
        )


@frozen(kw_only=True)
class User:
    """A person, as far as the login server tells."""

    id: str
    email: str | None
    name: str | None


@frozen(kw_only=True)
class Organization:
    """An organization and the bucket that it may upload inputs to. The repr shows no credential."""

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
class Me:
    """Who the server takes the caller for."""

    user: User
    organization: Organization

    @classmethod
    def from_wire(cls, me: wire.MeReadResponse) -> "Me":
        """The user and organization that a wire model stands for."""
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
