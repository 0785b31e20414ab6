"""Calls of the public Python client as a library, as a user writes them; prints what they return, as JSON.

Its arguments are the path and checksum of a file in the inputs folder of the server, and a folder for
downloads.
"""

import asyncio
import contextlib
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aignostics.platform import (  # type: ignore[import-not-found]
    ApiException,
    Client,
    InputArtifact,
    InputItem,
    Run,
    Service,
)
from aignx.codegen.models import SchedulingRequest, SubjectType  # type: ignore[import-not-found]

SOURCE, CHECKSUM, FOLDER = sys.argv[1:4]


def reads(client: Any) -> dict[str, Any]:
    me = client.me()
    applications = [each.application_id for each in client.applications.list()]
    versions = client.versions
    documents = versions.documents("image-qc", None)
    names = [each.name for each in documents.list()]
    content = documents.read_content(names[0])
    path = documents.download_to_path(names[0], Path(FOLDER))
    return {
        "me": [me.user.email, me.organization.id],
        "applications": applications,
        "application": client.application("image-qc").name,
        "latest is the first of the list": versions.latest("test-app") == versions.list("test-app")[0],
        "inputs": [each.name for each in client.application_version("image-qc").input_artifacts],
        "documents": [documents.details(names[0]).name == names[0], path.read_bytes() == content != b""],
        "health": asyncio.run(Service().health()).status.value,
        "user": Service.get_user_info().user.email,
    }


def item(external_id: str) -> Any:
    metadata = {"checksum_base64_crc32c": CHECKSUM, "media_type": "image/png"}
    artifact = InputArtifact(name="image", download_url=SOURCE, metadata=metadata)
    return InputItem(external_id=external_id, input_artifacts=[artifact], custom_metadata={"slide": 1})


def run_to_its_end(client: Any) -> tuple[Any, dict[str, Any]]:
    late = datetime.now(UTC) + timedelta(days=1)
    run = client.runs.submit(
        "image-qc",
        [item("folder/slide 1.png"), item("two")],
        custom_metadata={"study": "high"},
        scheduling=SchedulingRequest(due_date=late, deadline=late),
        callback_context={"ticket": 7},
    )
    run.download_to_folder(FOLDER, sleep_interval=1, timeout_seconds=90, print_status=False)
    files = sorted(path.name for path in (Path(FOLDER) / run.run_id).rglob("*") if path.is_file())
    details = run.details(nocache=True)
    first = next(iter(run.results(external_ids=["two"], nocache=True)))
    matching = client.runs.list_data(custom_metadata='$.study ? (@ == "high")')
    link = run.get_artifact_download_url(first.output_artifacts[0].output_artifact_id)
    found = {
        "state": [details.state.value, details.output.value, details.termination_reason.value],
        "statistics": details.statistics.item_succeeded_count,
        "scheduling": details.scheduling.due_date is not None,
        "sdk metadata": sorted({"submission", "user"} & details.custom_metadata["sdk"].keys()),
        "files": [len(files), sorted({Path(name).suffix for name in files})],
        "results by external id": first.external_id,
        "download url": link.partition("/files/")[0],
        "listed": [each.run_id == run.run_id for each in client.runs.list(external_id="two")],
        "listed by metadata": [each.run_id == run.run_id for each in matching],
    }
    return run, found


def changes(run: Any) -> dict[str, Any]:
    checksum = run.details(nocache=True).custom_metadata_checksum
    run.update_custom_metadata({"study": "low"}, custom_metadata_checksum=checksum)
    stale = status(lambda: run.update_custom_metadata({"study": "no"}, custom_metadata_checksum=checksum))
    run.update_item_custom_metadata("folder/slide 1.png", {"slide": 2})
    items = {each.external_id: each.custom_metadata["slide"] for each in run.results(nocache=True)}
    run.delete()
    outputs = [each.output.value for one in run.results(nocache=True) for each in one.output_artifacts]
    return {
        "metadata": run.details(nocache=True).custom_metadata["study"],
        "stale checksum": stale,
        "items": items,
        "deleted": sorted(set(outputs)),
    }


def access(client: Any, run: Any) -> dict[str, Any]:
    token = client.share_tokens.create(expires_at=datetime.now(UTC) + timedelta(hours=1))
    grant = run.grant_access(SubjectType.SHARE_TOKEN, str(token.share_token_id))
    shared = Run.for_run_id(run.run_id, share_token=token.share_token)
    found = {
        "shared": shared.details(nocache=True).run_id == run.run_id,
        "tokens of the run": len(list(client.share_tokens.list(run_id=run.run_id, nocache=True))),
        "grants of the run": len(list(run.list_share_grants(nocache=True))),
        "grants of the token": len(list(token.list_share_grants())),
    }
    grant.revoke()
    token.revoke()
    return {**found, "after revoke": len(list(run.list_share_grants(nocache=True)))}


def cancelled(client: Any) -> str:
    artifact = InputArtifact(name="input", download_url="https://example.com/x", metadata={"duration_s": 50})
    run = client.runs.submit("test-app", [InputItem(external_id="slow", input_artifacts=[artifact])])
    run.cancel()
    return str(run.details(nocache=True).termination_reason.value)


def status(call: Any) -> object:
    try:
        return call()
    except ApiException as error:
        return error.status


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):
        client = Client()
        found = reads(client)
        run, ended = run_to_its_end(client)
        shared = access(client, run)
        found |= {"run": ended, "access": shared, "changes": changes(run), "cancelled": cancelled(client)}
    json.dump(found, sys.stdout)
