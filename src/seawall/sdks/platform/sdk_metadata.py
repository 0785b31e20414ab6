"""SDK metadata by itself: build it, check it, and the JSON Schemas. A client attaches it without these.

The metadata is the section under the key `sdk` of custom metadata. The functions load pydantic (80 ms) at the
first call of one, so that the import of the SDK does not.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from seawall.core.metadata.invocation import Interface, checked_interface
from seawall.core.metadata.user_agent import user_agent
from seawall.core.validation.arguments import checked_object
from seawall.core.wire.json_value import to_json
from seawall.runtime.metadata.invocation import this_invocation
from seawall.sdks.platform._version import __version__
from seawall.sdks.platform.account import Me

__all__ = [
    "build_item_sdk_metadata",
    "build_run_sdk_metadata",
    "get_item_sdk_metadata_json_schema",
    "get_run_sdk_metadata_json_schema",
    "user_fields",
    "validate_item_sdk_metadata",
    "validate_item_sdk_metadata_silent",
    "validate_run_sdk_metadata",
    "validate_run_sdk_metadata_silent",
]


def build_run_sdk_metadata(
    existing_metadata: Mapping[str, object] | None = None,
    *,
    me: Me | None = None,
    interface: Interface | None = None,
) -> dict[str, object]:
    """Build the SDK metadata of a run, as a client attaches it: program, user, CI job and time.

    `existing_metadata` is the earlier SDK metadata of the run: its `created_at`, `submission` and your fields
    stay. `me` is the user, `client.me()`; without it the metadata has no user. `interface` is `script` unless
    you say otherwise. Nothing is sent. Raises InputError for fields that do not fit.
    """
    from seawall.core.metadata.custom_metadata import updated_run_metadata  # noqa: PLC0415 - 80 ms
    from seawall.core.metadata.section import Author  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformRunMetadata  # noqa: PLC0415 - 80 ms

    invocation = this_invocation(interface=checked_interface(interface))
    user = None if me is None else user_fields(me)
    author = Author(invocation, user_agent("seawall-platform", __version__, invocation), user)
    given, before = _given(existing_metadata)
    made = updated_run_metadata(given, before, author, datetime.now(UTC), model=PlatformRunMetadata)
    return _section(made)


def build_item_sdk_metadata(existing_metadata: Mapping[str, object] | None = None) -> dict[str, object]:
    """Build the SDK metadata of an item: the version and the times. See `build_run_sdk_metadata`."""
    from seawall.core.metadata.custom_metadata import updated_item_metadata  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformItemMetadata  # noqa: PLC0415 - 80 ms

    given, before = _given(existing_metadata)
    return _section(updated_item_metadata(given, before, datetime.now(UTC), model=PlatformItemMetadata))


def validate_run_sdk_metadata(metadata: Mapping[str, object]) -> bool:
    """Return True for valid SDK metadata of a run; raises InputError, whose `problems` name each field."""
    from seawall.core.metadata.metadata import checked_metadata  # noqa: PLC0415 - 80 ms
    from seawall.core.metadata.section import SECTION  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformRunMetadata  # noqa: PLC0415 - 80 ms

    checked_metadata(PlatformRunMetadata, _checked(metadata), SECTION)
    return True


def validate_run_sdk_metadata_silent(metadata: object) -> bool:
    """Return whether `metadata` is valid SDK metadata of a run."""
    from seawall.core.metadata.metadata import is_valid_metadata  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformRunMetadata  # noqa: PLC0415 - 80 ms

    return is_valid_metadata(PlatformRunMetadata, metadata)


def validate_item_sdk_metadata(metadata: Mapping[str, object]) -> bool:
    """Return True for valid SDK metadata of an item; raises InputError, whose `problems` name each field."""
    from seawall.core.metadata.metadata import checked_metadata  # noqa: PLC0415 - 80 ms
    from seawall.core.metadata.section import SECTION  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformItemMetadata  # noqa: PLC0415 - 80 ms

    checked_metadata(PlatformItemMetadata, _checked(metadata), SECTION)
    return True


def validate_item_sdk_metadata_silent(metadata: object) -> bool:
    """Return whether `metadata` is valid SDK metadata of an item."""
    from seawall.core.metadata.metadata import is_valid_metadata  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformItemMetadata  # noqa: PLC0415 - 80 ms

    return is_valid_metadata(PlatformItemMetadata, metadata)


def get_run_sdk_metadata_json_schema() -> dict[str, object]:
    """Return the JSON Schema of the SDK metadata of a run, with its version in `$id`."""
    from seawall.core.metadata.metadata import metadata_schema  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformRunMetadata  # noqa: PLC0415 - 80 ms

    return metadata_schema(PlatformRunMetadata)


def get_item_sdk_metadata_json_schema() -> dict[str, object]:
    """Return the JSON Schema of the SDK metadata of an item, with its version in `$id`."""
    from seawall.core.metadata.metadata import metadata_schema  # noqa: PLC0415 - 80 ms
    from seawall.sdks.platform.metadata import PlatformItemMetadata  # noqa: PLC0415 - 80 ms

    return metadata_schema(PlatformItemMetadata)


def user_fields(me: Me) -> dict[str, str | None]:
    """Return the user in SDK metadata: who they are, and no credential of their organization."""
    return {
        "organization_id": me.organization.id,
        "organization_name": me.organization.name,
        "user_email": me.user.email,
        "user_id": me.user.id,
    }


def _given(existing: Mapping[str, object] | None) -> tuple[dict[str, object], dict[str, object] | None]:
    """The custom metadata to update, and those before; the latter have the existing section."""
    from seawall.core.metadata.section import SECTION  # noqa: PLC0415 - 80 ms

    if existing is None:
        return {}, None
    return {}, {SECTION: checked_object(existing, "existing_metadata")}


def _section(custom_metadata: Mapping[str, object]) -> dict[str, object]:
    from seawall.core.metadata.section import SECTION  # noqa: PLC0415 - 80 ms

    section = to_json(custom_metadata[SECTION], SECTION)
    assert isinstance(section, dict)
    return section


def _checked(metadata: Mapping[str, object]) -> Mapping[str, object]:
    return checked_object(metadata, "metadata") or {}
