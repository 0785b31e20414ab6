"""Responses of the API of 2025-07 as those of the current API. Pure.

What the old API does not say is absent. A value that it may have tomorrow keeps its text.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from seawall.core.validation.semver import version_key
from seawall.core.wire.misfits import FieldMisfit, partial_model
from seawall.core.wire.unset import UNSET
from seawall.sdks.platform._generated import models as now
from seawall.sdks.platform._generated_v0 import models as old
from seawall.sdks.platform.beta.requests import version_number

__all__ = ["application", "application_summary", "item", "me", "run", "version"]

_RUN_STATES = {
    "RECEIVED": ("PENDING", None),
    "SCHEDULED": ("PENDING", None),
    "RUNNING": ("PROCESSING", None),
    "COMPLETED": ("TERMINATED", "ALL_ITEMS_PROCESSED"),
    "COMPLETED_WITH_ERROR": ("TERMINATED", "ALL_ITEMS_PROCESSED"),
    "CANCELED_USER": ("TERMINATED", "CANCELED_BY_USER"),
    "CANCELED_SYSTEM": ("TERMINATED", "CANCELED_BY_SYSTEM"),
    "REJECTED": ("TERMINATED", "CANCELED_BY_SYSTEM"),
}
_ITEM_REASONS = {
    "SUCCEEDED": "SUCCEEDED",
    "ERROR_USER": "USER_ERROR",
    "ERROR_SYSTEM": "SYSTEM_ERROR",
    "CANCELED_USER": "SKIPPED",
    "CANCELED_SYSTEM": "SKIPPED",
}


def run(old_run: old.RunReadResponse, statuses: Iterable[str]) -> now.RunReadResponse:
    """Convert a run; `statuses` are those of all its items, of which the old API has no counts."""
    application_id, _, number = old_run.application_version_id.rpartition(":")
    status = old_run.status.upper()
    state, reason = _RUN_STATES.get(status, (str(old_run.status), None))
    statistics = _statistics(statuses)
    output = "PARTIAL" if statistics.item_succeeded_count else "NONE"
    if statistics.item_count and statistics.item_succeeded_count == statistics.item_count:
        output = "FULL"
    return now.RunReadResponse(
        run_id=old_run.application_run_id,
        application_id=application_id,
        version_number=version_number(number),
        state=now.RunState(state),
        output=now.RunOutput(output),
        termination_reason=None if reason is None else now.RunTerminationReason(reason),
        error_code=status if status == "REJECTED" else None,
        error_message=None,
        statistics=statistics,
        submitted_at=old_run.triggered_at,
        submitted_by=old_run.triggered_by,
        organization_id=old_run.organization_id,
    )


def _statistics(statuses: Iterable[str]) -> now.RunItemStatistics:
    counts = Counter(_ITEM_REASONS.get(status.upper(), "PENDING") for status in statuses)
    return now.RunItemStatistics(
        item_count=counts.total(),
        item_pending_count=counts["PENDING"],
        item_processing_count=0,
        item_user_error_count=counts["USER_ERROR"],
        item_system_error_count=counts["SYSTEM_ERROR"],
        item_skipped_count=counts["SKIPPED"],
        item_succeeded_count=counts["SUCCEEDED"],
    )


def item(old_item: old.ItemResultReadResponse) -> now.ItemResultReadResponse:
    """Convert an item with its results."""
    status = old_item.status.upper()
    reason = _ITEM_REASONS.get(status)
    state = "TERMINATED" if reason else "PENDING" if status == "PENDING" else str(old_item.status)
    return now.ItemResultReadResponse(
        item_id=old_item.item_id,
        external_id=old_item.reference,
        custom_metadata=None,
        state=now.ItemState(state),
        output=now.ItemOutput("FULL" if status == "SUCCEEDED" else "NONE"),
        termination_reason=None if reason is None else now.ItemTerminationReason(reason),
        error_message=old_item.error,
        input_artifacts=[],
        output_artifacts=[_output(artifact) for artifact in old_item.output_artifacts],
    )


def _output(artifact: old.OutputArtifactResultReadResponse) -> now.OutputArtifactResultReadResponse:
    metadata = dict(artifact.metadata)
    if artifact.mime_type is not UNSET:
        metadata.setdefault("media_type", artifact.mime_type)
    is_available = artifact.download_url is not None
    return now.OutputArtifactResultReadResponse(
        output_artifact_id=artifact.output_artifact_id,
        name=artifact.name,
        metadata=metadata,
        state=now.ArtifactState("TERMINATED"),
        output=now.ArtifactOutput("AVAILABLE" if is_available else "NONE"),
        termination_reason=now.ArtifactTerminationReason("SUCCEEDED") if is_available else None,
        download_url=artifact.download_url,
    )


def application_summary(
    given: old.ApplicationReadResponse, versions: Sequence[old.ApplicationVersionReadResponse]
) -> now.ApplicationReadShortResponse:
    """Convert an application of a list; `versions` are all that it has."""
    latest = max(versions, key=lambda each: version_key(version_number(each.version)), default=None)
    return now.ApplicationReadShortResponse(
        application_id=given.application_id,
        name=given.name,
        regulatory_classes=given.regulatory_classes,
        description=given.description,
        latest_version=None if latest is None else _released(latest),
    )


def application(
    given: old.ApplicationReadResponse, versions: Sequence[old.ApplicationVersionReadResponse]
) -> now.ApplicationReadResponse:
    """Convert an application; `versions` are all that it has."""
    return now.ApplicationReadResponse(
        application_id=given.application_id,
        name=given.name,
        regulatory_classes=given.regulatory_classes,
        description=given.description,
        versions=[_released(each) for each in versions],
    )


def version(given: old.ApplicationVersionReadResponse) -> now.VersionReadResponse:
    """Convert a version. Outputs have no visibility in the old API: a user sees all that it lists."""
    number, inputs, outputs = version_number(given.version), _inputs(given), _outputs(given)
    if given.created_at is not UNSET:
        return now.VersionReadResponse(
            version_number=number,
            changelog=given.changelog,
            input_artifacts=inputs,
            output_artifacts=outputs,
            released_at=given.created_at,
        )
    fields = {
        "version_number": number,
        "changelog": given.changelog,
        "input_artifacts": inputs,
        "output_artifacts": outputs,
    }
    return cast("now.VersionReadResponse", partial_model(now.VersionReadResponse, fields, _NO_RELEASE_TIME))


def _inputs(given: old.ApplicationVersionReadResponse) -> list[now.InputArtifact]:
    return [
        now.InputArtifact(name=each.name, mime_type=each.mime_type, metadata_schema=each.metadata_schema)
        for each in given.input_artifacts
    ]


def _outputs(given: old.ApplicationVersionReadResponse) -> list[now.OutputArtifact]:
    return [
        now.OutputArtifact(
            name=each.name,
            mime_type=each.mime_type,
            metadata_schema=each.metadata_schema,
            scope=now.OutputArtifactScope(each.scope.upper()),
            visibility=now.OutputArtifactVisibility("EXTERNAL"),
        )
        for each in given.output_artifacts
    ]


_NO_RELEASE_TIME = {
    "released_at": FieldMisfit(
        wire="created_at",
        kind="The API of 2025-05 does not have it",
        source="list_versions_by_application_id",
        raw=None,
        is_given=False,
    )
}


def _released(given: old.ApplicationVersionReadResponse) -> now.ApplicationVersion:
    number = version_number(given.version)
    if given.created_at is not UNSET:
        return now.ApplicationVersion(number=number, released_at=given.created_at)
    partial = partial_model(now.ApplicationVersion, {"number": number}, _NO_RELEASE_TIME)
    return cast("now.ApplicationVersion", partial)


def me(given: old.MeReadResponse) -> now.MeReadResponse:
    """Convert the caller's account; a bucket or telemetry that the organization lacks is empty text."""
    user, organization = given.user, given.organization
    return now.MeReadResponse(
        user=now.UserReadResponse(
            id=user.id,
            email=user.email,
            email_verified=user.email_verified,
            name=user.name,
            given_name=user.given_name,
            family_name=user.family_name,
            nickname=user.nickname,
            picture=user.picture,
            updated_at=user.updated_at,
        ),
        organization=now.OrganizationReadResponse(
            id=organization.id,
            name=organization.name,
            display_name=organization.display_name,
            aignostics_bucket_hmac_access_key_id=organization.aignostics_bucket_hmac_access_key_id or "",
            aignostics_bucket_hmac_secret_access_key=organization.aignostics_bucket_hmac_secret_access_key
            or "",
            aignostics_bucket_name=organization.aignostics_bucket_name or "",
            aignostics_bucket_protocol=organization.aignostics_bucket_protocol or "",
            aignostics_logfire_token=organization.aignostics_logfire_token or "",
            aignostics_sentry_dsn=organization.aignostics_sentry_dsn or "",
        ),
    )
