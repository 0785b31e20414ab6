"""A program of a user. No bump of the API changes a line of it."""

import sys
from uuid import uuid4

from platform_sdk import (
    Client,
    ItemState,
    NewArtifact,
    NewItem,
    Run,
    RunState,
    TerminationReason,
)
from seawall.core.errors import NotFoundError


def described(run: Run) -> str:
    reason = "" if run.termination_reason is None else f" ({run.termination_reason})"
    return f"{run.run_id} {run.application_id} {run.version_number}: {run.state}{reason}"


def main() -> None:
    with Client() as client:
        for application in client.applications.list():
            numbers = client.applications.version_numbers(application.application_id)
            print(application.application_id, application.name, *application.regulatory_classes, *numbers)
        application_id = client.applications.list().to_list()[0].application_id
        version = client.applications.version(application_id)
        assert version.version_number in client.applications.version_numbers(application_id)

        artifacts = tuple(
            NewArtifact(name=spec.name, download_url="https://bucket.example/slide.tiff", metadata={})
            for spec in version.input_artifacts
        )
        items = [NewItem(external_id=f"slide-{number}", input_artifacts=artifacts) for number in range(3)]
        handle = client.runs.submit(application_id, items)
        print("submitted", described(handle.details()))
        assert handle.details() == client.runs.get(str(handle.run_id))
        handle.cancel()

        runs = client.runs.list(application_id=application_id, page_size=5).to_list()
        assert all(run.state in RunState and run.submitted_at.tzinfo is not None for run in runs)
        ended = [run for run in runs if run.is_terminated]
        assert ended
        for run in ended:
            print("ended", described(client.run(run.run_id).wait(timeout_s=5)))
            assert run.termination_reason is None or run.termination_reason in TerminationReason
        for item in client.run(ended[0].run_id).results(external_ids=["slide-1"]):
            print(item.external_id, item.state, item.termination_reason, item.error_message)
            assert item.state in ItemState
            for artifact in item.output_artifacts:
                print("  ", artifact.name, artifact.media_type, artifact.download_url)
        client.run(ended[0].run_id).delete()
        try:
            client.runs.get(uuid4())
        except NotFoundError as error:
            print(error)


if __name__ == "__main__":
    sys.exit(main())
