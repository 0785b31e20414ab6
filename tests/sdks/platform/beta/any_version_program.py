"""A program of a user, which runs unchanged with every version of the API, sync and async."""

from collections.abc import Collection
from pathlib import Path

from seawall.sdks.platform import (
    AsyncClient,
    Client,
    ConflictError,
    ItemTerminationReason,
    NewArtifact,
    NewItem,
    RunTerminationReason,
)

__all__ = ["async_program", "program"]

Facts = dict[str, object]


def item(external_id: str, **metadata: object) -> NewItem:
    return NewItem(
        external_id=external_id,
        input_artifacts=[NewArtifact(name="input", download_url="none://", metadata=metadata)],
    )


def items() -> Collection[NewItem]:
    return [item("good"), item("bad", outcome="user_error"), item("lost", outcome="system_error")]


def program(folder: Path) -> Facts:
    with Client() as client:
        application = client.application("test-app")
        version = client.application_version("test-app")
        run = client.runs.submit("test-app", items())
        run.wait(timeout_s=60)
        data = run.details(nocache=True)
        results = {each.external_id: each for each in run.results(sort="external_id")}
        files = run.download(folder)
        listed = client.runs.list(application_id="test-app", sort="-submitted_at", page_size=5).first()
        long = client.runs.submit("test-app", [item(str(number), duration_s=60) for number in range(3)])
        long.cancel()
        canceled = long.details(nocache=True)
        try:
            long.cancel()
            refused = False
        except ConflictError:
            refused = True
        run.delete()
        left = [made.is_available for made in run.item("good", nocache=True).output_artifacts]
        return {
            "version": (application.versions[0].number in {"0.9.0", "1.0.0"}, version.version_number),
            "inputs": [(each.name, each.media_type) for each in version.input_artifacts],
            "latest": {
                each.application_id: each.latest_version and each.latest_version.number
                for each in client.applications.list()
            },
            "run": (
                data.state,
                data.output,
                data.termination_reason,
                data.application_id,
                data.version_number,
            ),
            "counts": data.statistics.to_dict(),
            "listed": listed is not None
            and (listed.run_id == run.run_id, listed.statistics == data.statistics),
            "items": {
                name: (each.state, each.termination_reason, each.output, each.error_message)
                for name, each in results.items()
            },
            "of one reason": [
                each.external_id for each in run.results(termination_reason=ItemTerminationReason.USER_ERROR)
            ],
            "of two ids": [
                each.external_id for each in run.results(external_ids=["bad", "good"], sort="-external_id")
            ],
            "files": [(each.path.relative_to(folder).as_posix(), each.path.read_text()) for each in files],
            "canceled": canceled.termination_reason == RunTerminationReason.CANCELED_BY_USER,
            "refused": refused,
            "skipped": canceled.statistics.skipped,
            "left": left,
            "healthy": client.health().is_healthy,
        }


async def async_program(folder: Path) -> Facts:
    async with AsyncClient() as client:
        run = await client.runs.submit("test-app", items())
        await run.wait(timeout_s=60)
        data = await run.details(nocache=True)
        return {
            "counts": data.statistics.to_dict(),
            "items": [each.external_id async for each in run.results(sort="external_id")],
            "files": [each.path.read_text() for each in await run.download(folder)],
            "listed": len(await client.runs.list(page_size=5).to_list(limit=5)) > 0,
        }
