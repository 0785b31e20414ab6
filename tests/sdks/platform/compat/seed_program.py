"""A program as users of the older client write it; its import is the only line that differs."""

# ruff: noqa: C901, PLR0915, SIM102

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from seawall.sdks.platform.compat import (
    ApiException,
    ArtifactState,
    ArtifactTerminationReason,
    Client,
    InputArtifact,
    InputItem,
    ItemState,
    ItemTerminationReason,
    NotFoundException,
    RunState,
    RunTerminationReason,
    build_item_sdk_metadata,
    build_run_sdk_metadata,
    get_item_sdk_metadata_json_schema,
    get_run_sdk_metadata_json_schema,
    get_token,
    operation_cache_clear,
    remove_cached_token,
    settings,
    validate_item_sdk_metadata,
    validate_run_sdk_metadata,
    validate_run_sdk_metadata_silent,
    verify_and_decode_token,
)


def main(image: Path, checksum: str, folder: Path) -> list[str]:
    """Run the program; returns what it prints."""
    lines: list[str] = []

    # Initialize with automatic authentication
    client = Client(cache_token=True)
    me = client.me()
    lines.append(f"User: {me.email}, Organization: {me.organization.name}")
    assert settings().token_file.exists()
    assert (settings().me_cache_ttl, settings().run_cache_ttl) == (300, 15)
    assert (settings().auth_jwk_set_cache_ttl, settings().api_root) == (86400, settings().base_url)

    # Applications and versions
    lines.extend(f"App: {app.application_id}" for app in client.applications.list())
    app_version = client.application_version(application_id="image-qc", version_number="1.0.0")
    lines.append(f"Version: {app_version.application_id} {app_version.version_number}")
    latest = client.application_version(application_id="image-qc", version_number=None)
    assert latest == app_version
    app = client.application("image-qc")
    assert client.applications.details("image-qc") == app
    versions = client.applications.versions
    assert [version.number for version in versions.list(app)] == ["1.0.0"]
    assert versions.list_sorted("image-qc")[0] == versions.latest("image-qc")
    assert versions.details("image-qc", "1.0.0") == latest
    names = [document.name for document in versions.documents.list("image-qc", "1.0.0")]
    assert versions.documents.content("image-qc", "1.0.0", names[0])
    try:
        client.application("gone")
    except NotFoundException as error:
        lines.append(f"Not found: {error.status}")
    try:
        client.runs.details("00000000-0000-0000-0000-000000000000")
    except ApiException as error:
        lines.append(f"API error: {error.status}")
    try:
        client.runs.list(page_size=1000)
    except ValueError:
        lines.append("page_size must be <= 100")

    # Submit a run
    run = client.runs.submit(
        application_id="image-qc",
        items=[
            InputItem(
                external_id="one",
                input_artifacts=[
                    InputArtifact(
                        name="image",
                        download_url=image.as_uri(),
                        metadata={"checksum_base64_crc32c": checksum, "media_type": "image/png"},
                    )
                ],
            )
        ],
        custom_metadata={"experiment_id": "exp-123"},
    )
    sdk_metadata = run.payload.custom_metadata.get("sdk", {})
    lines.append(
        f"Submitted by: {sdk_metadata['submission']['initiator']}, {sdk_metadata['user']['user_email']}"
    )
    assert (run.payload.application_id, run.payload.version_number) == ("image-qc", "1.0.0")

    # Wait, download, look at the states
    files = run.download_to_folder(folder)
    assert all(file.path.exists() for file in files)
    details = client.run(run.run_id).details(nocache=True)
    if details.output.state == RunState.TERMINATED:
        if details.output.termination_reason == RunTerminationReason.ALL_ITEMS_PROCESSED:
            failed = details.output.statistics.user_error + details.output.statistics.system_error
            lines.append(f"Items succeeded: {details.output.statistics.succeeded}, failed: {failed}")
    for item in run.results():
        if item.output.state == ItemState.TERMINATED:
            if item.output.termination_reason == ItemTerminationReason.SUCCEEDED:
                for artifact in item.output.artifacts:
                    if artifact.state == ArtifactState.TERMINATED:
                        if artifact.termination_reason == ArtifactTerminationReason.SUCCEEDED:
                            assert str(artifact.download_url).startswith("http")
                lines.append(f"Item {item.external_id}: {len(item.output.artifacts)} artifacts")
    assert [item.item_id for item in client.runs.results(run.run_id)]
    dumped = json.loads(details.model_dump_json())
    assert dumped == details.model_dump()
    assert dumped["output"]["statistics"]["total"] == 1

    # Lists, metadata, cache
    runs = client.runs.list(application_id="image-qc", page_size=50)
    assert run.run_id in [listed.run_id for listed in runs]
    assert run.run_id in [data.run_id for data in client.runs.list_data(application_version="1.0.0")]
    run.update_custom_metadata({"experiment_id": "exp-124"})
    assert run.details().custom_metadata["experiment_id"] == "exp-124"
    client.me()
    assert operation_cache_clear(Client.me) == 1
    client.me()
    client.application("image-qc")
    assert operation_cache_clear([Client.me, Client.application]) == 2
    assert operation_cache_clear() >= 0
    run.delete()

    # SDK metadata
    metadata = build_run_sdk_metadata()
    assert validate_run_sdk_metadata(metadata)
    assert not validate_run_sdk_metadata_silent({"unknown": 1})
    assert validate_item_sdk_metadata(build_item_sdk_metadata())
    assert get_run_sdk_metadata_json_schema()["$id"] != get_item_sdk_metadata_json_schema()["$id"]

    # Check remaining time before long operation
    token = get_token()
    claims = verify_and_decode_token(token)
    expires_at = datetime.fromtimestamp(float(str(claims["exp"])), tz=UTC)
    if expires_at - datetime.now(tz=UTC) < timedelta(minutes=1000):
        remove_cached_token()
        assert get_token(use_device_flow=True) != token
    client.close()
    return lines
