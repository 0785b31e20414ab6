"""Builders of the platform's models: their defaults agree with each other."""

from datetime import timedelta

import pytest

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import crc32c_base64
from seawall.sdks.platform import Item, OutputArtifact, Run, RunState
from seawall.testing import platform
from seawall.testing.builder_values import START

END = START + timedelta(minutes=1)


def counts(run: Run) -> dict[str, int]:
    s = run.statistics
    every = {
        "pending": s.pending,
        "processing": s.processing,
        "succeeded": s.succeeded,
        "user_error": s.user_error,
        "system_error": s.system_error,
        "skipped": s.skipped,
    }
    assert sum(every.values()) == s.total
    return {name: count for name, count in every.items() if count}


SUCCEEDED = ("TERMINATED", "ALL_ITEMS_PROCESSED", "FULL", {"succeeded": 1})


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        (platform.run(), ("PENDING", None, "NONE", {"pending": 1})),
        (platform.run(state="PROCESSING"), ("PROCESSING", None, "NONE", {"processing": 1})),
        (platform.run(state="TERMINATED"), SUCCEEDED),
        (platform.run(output="FULL"), SUCCEEDED),
        (platform.run(terminated_at=END), SUCCEEDED),
        (
            platform.run(termination_reason="CANCELED_BY_USER"),
            ("TERMINATED", "CANCELED_BY_USER", "NONE", {"skipped": 1}),
        ),
        (
            platform.run(statistics=platform.statistics(succeeded=2, user_error=1)),
            ("TERMINATED", "ALL_ITEMS_PROCESSED", "PARTIAL", {"succeeded": 2, "user_error": 1}),
        ),
        (
            platform.run(statistics=platform.statistics(total=5, processing=1, succeeded=1)),
            ("PROCESSING", None, "PARTIAL", {"pending": 3, "processing": 1, "succeeded": 1}),
        ),
        (platform.run(statistics=platform.statistics()), ("PENDING", None, "NONE", {})),
        (platform.run(state=RunState("PAUSED")), ("PAUSED", None, "NONE", {"pending": 1})),
    ],
)
def test_the_parts_of_a_run_agree(run: Run, parts: tuple[str, str | None, str, dict[str, int]]) -> None:
    assert (run.state, run.termination_reason, run.output, counts(run)) == parts
    assert run.terminated_at == (END if run.is_terminated else None)


@pytest.mark.parametrize(
    ("item", "state", "reason", "output", "artifacts"),
    [
        (platform.item(), "PENDING", None, "NONE", 0),
        (platform.item(state="PROCESSING"), "PROCESSING", None, "NONE", 0),
        (platform.item(state="TERMINATED"), "TERMINATED", "SUCCEEDED", "FULL", 1),
        (platform.item(output="FULL"), "TERMINATED", "SUCCEEDED", "FULL", 1),
        (platform.item(terminated_at=END), "TERMINATED", "SUCCEEDED", "FULL", 1),
        (
            platform.item(output_artifacts=[platform.output_artifact(), platform.output_artifact()]),
            *("TERMINATED", "SUCCEEDED", "FULL", 2),
        ),
        (platform.item(state="TERMINATED", output_artifacts=()), "TERMINATED", "SUCCEEDED", "FULL", 0),
        (platform.item(termination_reason="USER_ERROR"), "TERMINATED", "USER_ERROR", "NONE", 0),
    ],
)
def test_the_parts_of_an_item_agree(
    item: Item, state: str, reason: str | None, output: str, artifacts: int
) -> None:
    assert (item.state, item.termination_reason, item.output) == (state, reason, output)
    assert len(item.output_artifacts) == artifacts
    assert item.terminated_at == (END if state == "TERMINATED" else None)
    has_failed = reason not in {None, "SUCCEEDED"}
    assert item.error_code == (f"TEST.{reason}" if has_failed else None)
    assert (item.error_message is not None) == has_failed


@pytest.mark.parametrize(
    ("artifact", "state", "reason", "output"),
    [
        (platform.output_artifact(), "TERMINATED", "SUCCEEDED", "AVAILABLE"),
        (platform.output_artifact(state="PENDING"), "PENDING", None, "NONE"),
        (platform.output_artifact(termination_reason="SKIPPED"), "TERMINATED", "SKIPPED", "NONE"),
        (platform.output_artifact(output="DELETED_BY_USER"), "TERMINATED", "SUCCEEDED", "DELETED_BY_USER"),
    ],
)
def test_the_parts_of_an_output_artifact_agree(
    artifact: OutputArtifact, state: str, reason: str | None, output: str
) -> None:
    assert (artifact.state, artifact.termination_reason, artifact.output) == (state, reason, output)
    checksum = crc32c_base64(platform.CONTENT) if artifact.is_available else None
    assert artifact.checksum == checksum


def test_a_given_value_wins_even_if_it_is_none() -> None:
    run = platform.run(state="TERMINATED", terminated_at=None, termination_reason=None)
    assert (run.terminated_at, run.termination_reason) == (None, None)
    assert platform.item(state="TERMINATED", terminated_at=None).terminated_at is None
    assert platform.output_artifact(metadata=None).metadata is None
    assert platform.application_summary(latest_version=None).latest_version is None


def test_ids_and_external_ids_are_distinct() -> None:
    runs, items = [platform.run() for _ in range(3)], [platform.item() for _ in range(3)]
    assert len({run.run_id for run in runs} | {item.item_id for item in items}) == 6
    assert len({item.external_id for item in items}) == 3
    assert platform.run(run_id="00000000-0000-0000-0000-000000000007").run_id.int == 7


def test_statistics_that_do_not_add_up_are_refused() -> None:
    assert platform.statistics(total=2) == platform.statistics(pending=2)
    with pytest.raises(InputError, match="add up to 2, but total is 1"):
        platform.statistics(total=1, succeeded=2)
    with pytest.raises(InputError, match="add up to 1, but total is 3"):
        platform.statistics(total=3, pending=1)


def test_a_checksum_of_metadata_follows_the_metadata() -> None:
    one, same = (
        platform.run(custom_metadata={"a": 1, "b": 2}),
        platform.item(custom_metadata={"b": 2, "a": 1}),
    )
    assert one.custom_metadata_checksum == same.custom_metadata_checksum is not None
    assert platform.run().custom_metadata_checksum is None


def test_the_progress_of_a_download_agrees_with_its_size() -> None:
    assert platform.download_progress(file=2, files=3).done == 1
    assert platform.download_progress(file=2, files=3, size=18).done == 2
    assert platform.download_progress(done=0, size=18).done == 0
