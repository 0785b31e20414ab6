"""The models of the SDK as wire models, which the fake platform sends."""

from collections.abc import Mapping
from datetime import datetime

from seawall.core.errors import InputError
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.account import Me
from seawall.sdks.platform.applications import (
    Application,
    ApplicationSummary,
    ApplicationVersion,
    ReleasedVersion,
)
from seawall.sdks.platform.models import InputArtifact, Item, OutputArtifact, RunData

__all__ = ["wire_application", "wire_item", "wire_me", "wire_run", "wire_summary", "wire_version"]


def wire_me(me: Me) -> wire.MeReadResponse:
    """Convert the account of the caller."""
    user, organization = me.user, me.organization
    return wire.MeReadResponse(
        user=wire.UserReadResponse(id=user.id, email=user.email, name=user.name),
        organization=wire.OrganizationReadResponse(
            id=organization.id,
            name=organization.name,
            display_name=organization.display_name,
            aignostics_bucket_name=organization.bucket_name,
            aignostics_bucket_protocol=organization.bucket_protocol,
            aignostics_bucket_hmac_access_key_id=organization.bucket_access_key_id,
            aignostics_bucket_hmac_secret_access_key=organization.bucket_secret_access_key,
            aignostics_logfire_token=organization.logfire_token,
            aignostics_sentry_dsn=organization.sentry_dsn,
        ),
    )


def wire_summary(application: ApplicationSummary) -> wire.ApplicationReadShortResponse:
    """Convert an application as lists return it."""
    latest = application.latest_version
    return wire.ApplicationReadShortResponse(
        application_id=application.application_id,
        name=application.name,
        description=application.description,
        regulatory_classes=list(application.regulatory_classes),
        latest_version=None if latest is None else _released(latest),
    )


def wire_application(application: Application) -> wire.ApplicationReadResponse:
    """Convert an application."""
    return wire.ApplicationReadResponse(
        application_id=application.application_id,
        name=application.name,
        description=application.description,
        regulatory_classes=list(application.regulatory_classes),
        versions=[_released(version) for version in application.versions],
    )


def wire_version(version: ApplicationVersion) -> wire.VersionReadResponse:
    """Convert a version."""
    return wire.VersionReadResponse(
        version_number=version.version_number,
        changelog=version.changelog,
        released_at=_release_time(version),
        input_artifacts=[
            wire.InputArtifact(
                name=spec.name, mime_type=spec.media_type, metadata_schema=dict(spec.metadata_schema)
            )
            for spec in version.input_artifacts
        ],
        output_artifacts=[
            wire.OutputArtifact(
                name=spec.name,
                mime_type=spec.media_type,
                metadata_schema=dict(spec.metadata_schema),
                scope=wire.OutputArtifactScope(spec.scope),
                visibility=wire.OutputArtifactVisibility(spec.visibility),
            )
            for spec in version.output_artifacts
        ],
    )


def wire_run(run: RunData) -> wire.RunReadResponse:
    """Convert a run."""
    counts, reason = run.statistics, run.termination_reason
    is_scheduled = run.due_date is not None or run.deadline is not None
    return wire.RunReadResponse(
        run_id=run.run_id,
        application_id=run.application_id,
        version_number=run.version_number,
        state=wire.RunState(run.state),
        output=wire.RunOutput(run.output),
        termination_reason=None if reason is None else wire.RunTerminationReason(reason),
        error_code=run.error_code,
        error_message=run.error_message,
        statistics=wire.RunItemStatistics(
            item_count=counts.total,
            item_pending_count=counts.pending,
            item_processing_count=counts.processing,
            item_succeeded_count=counts.succeeded,
            item_user_error_count=counts.user_error,
            item_system_error_count=counts.system_error,
            item_skipped_count=counts.skipped,
        ),
        custom_metadata=_plain(run.custom_metadata),
        custom_metadata_checksum=run.custom_metadata_checksum,
        submitted_at=run.submitted_at,
        submitted_by=run.submitted_by,
        terminated_at=run.terminated_at,
        organization_id=run.organization_id,
        num_preceding_items_org=run.items_ahead_in_organization,
        num_preceding_items_platform=run.items_ahead_on_platform,
        scheduling=wire.SchedulingResponse(due_date=run.due_date, deadline=run.deadline)
        if is_scheduled
        else None,
    )


def wire_item(item: Item) -> wire.ItemResultReadResponse:
    """Convert an item with its artifacts."""
    reason = item.termination_reason
    return wire.ItemResultReadResponse(
        item_id=item.item_id,
        external_id=item.external_id,
        custom_metadata=_plain(item.custom_metadata),
        custom_metadata_checksum=item.custom_metadata_checksum,
        state=wire.ItemState(item.state),
        output=wire.ItemOutput(item.output),
        termination_reason=None if reason is None else wire.ItemTerminationReason(reason),
        error_code=item.error_code,
        error_message=item.error_message,
        terminated_at=item.terminated_at,
        queue_position_org=item.queue_position_in_organization,
        queue_position_platform=item.queue_position_on_platform,
        input_artifacts=[_wire_input(artifact) for artifact in item.input_artifacts],
        output_artifacts=[_wire_output(artifact) for artifact in item.output_artifacts],
    )


def _wire_input(artifact: InputArtifact) -> wire.InputArtifactResultReadResponse:
    return wire.InputArtifactResultReadResponse(
        input_artifact_id=artifact.input_artifact_id,
        name=artifact.name,
        metadata=_plain(artifact.metadata),
        download_url=artifact.download_url,
    )


def _wire_output(artifact: OutputArtifact) -> wire.OutputArtifactResultReadResponse:
    reason = artifact.termination_reason
    return wire.OutputArtifactResultReadResponse(
        output_artifact_id=artifact.output_artifact_id,
        name=artifact.name,
        state=wire.ArtifactState(artifact.state),
        output=wire.ArtifactOutput(artifact.output),
        termination_reason=None if reason is None else wire.ArtifactTerminationReason(reason),
        error_code=artifact.error_code,
        error_message=artifact.error_message,
        metadata=_plain(artifact.metadata),
    )


def _released(version: ReleasedVersion) -> wire.ApplicationVersion:
    return wire.ApplicationVersion(number=version.number, released_at=_release_time(version))


def _release_time(version: ReleasedVersion | ApplicationVersion) -> datetime:
    if version.released_at is None:
        raise InputError("A version has no release time, and the fake platform has API 1.7. Give it one.")
    return version.released_at


def _plain(metadata: Mapping[str, object] | None) -> dict[str, object] | None:
    return None if metadata is None else dict(metadata)
