"""SDK metadata of a client: the read of the user, its time limit, and its failure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from attrs import frozen

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import InputError, NotSentError
from seawall.core.metadata.metadata import ItemMetadata, RunMetadata, is_valid_metadata
from seawall.runtime import AsyncSdkMetadata
from seawall.testing import AsyncFakeClock

POLICY = Policy(cache_ttl_s=300.0, retry=RetryRule(attempts=7))
ME = {"organization_id": "o1", "user_id": "u1"}


class Run(RunMetadata):
    NAME: ClassVar[str] = "toy-run"

    shelf: int | None = None


@frozen
class Item:
    external_id: str
    custom_metadata: Mapping[str, object] | None = None


class AsyncDesk:
    """Returns the user, or fails; records the policies that it receives."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.asked: list[Policy] = []
        self.clock = AsyncFakeClock(wall_s=datetime(2026, 7, 8, 12, tzinfo=UTC).timestamp())
        self.metadata = AsyncSdkMetadata(
            user=self.user,
            models=(Run, ItemMetadata),
            user_agent="toy/1",
            interface="launchpad",
            clock=self.clock,
        )

    async def user(self, policy: Policy) -> Mapping[str, str | None]:
        self.asked.append(policy)
        if self.failure is not None:
            raise self.failure
        return ME


def section_of(found: Mapping[str, object]) -> dict[str, object]:
    section = found["sdk"]
    assert isinstance(section, dict)
    return section


async def test_a_new_run_has_user_interface_and_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_RUN_ID", "42")
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/name")
    due = datetime(2026, 7, 9, tzinfo=UTC)
    found = await AsyncDesk().metadata.for_new_run({"study": "A", "sdk": {"shelf": 3}}, POLICY, due_date=due)
    section = section_of(found)
    assert is_valid_metadata(Run, section)
    assert (found["study"], section["shelf"], section["user"]) == ("A", 3, ME)
    assert (section["user_agent"], section["created_at"]) == ("toy/1", "2026-07-08T12:00:00+00:00")
    assert section["submission"] == {
        "date": "2026-07-08T12:00:00+00:00",
        "interface": "launchpad",
        "initiator": "test",
    }
    assert section["scheduling"] == {"due_date": "2026-07-09T00:00:00+00:00"}
    assert "42" in str(section["ci"])


@pytest.mark.parametrize(("deadline_s", "bound_s"), [(180.0, 3.0), (1.0, 1.0)])
async def test_the_user_is_read_once_within_three_seconds(deadline_s: float, bound_s: float) -> None:
    desk = AsyncDesk()
    await desk.metadata.for_new_run(None, Policy(cache_ttl_s=300.0, deadline_s=deadline_s))
    [policy] = desk.asked
    assert (policy.retry.attempts, policy.deadline_s, policy.cache_ttl_s) == (1, bound_s, 300.0)


async def test_if_the_user_can_not_be_read_the_metadata_has_none() -> None:
    desk = AsyncDesk(NotSentError("refused."))
    for found in (
        await desk.metadata.for_new_run(None, POLICY),
        await desk.metadata.for_changed_run({}, None, POLICY),
    ):
        assert is_valid_metadata(Run, found["sdk"])
        assert "user" not in section_of(found)
    assert len(desk.asked) == 2


async def test_other_exceptions_of_the_user_function_propagate() -> None:
    with pytest.raises(KeyError, match="bug"):
        await AsyncDesk(KeyError("bug")).metadata.for_new_run(None, POLICY)


async def test_items_get_a_section_without_a_request() -> None:
    desk = AsyncDesk()
    items = [Item("one"), Item("two", {"study": "A", "sdk": {"tags": ["t"]}})]
    first, second = desk.metadata.for_new_items(items)
    assert is_valid_metadata(ItemMetadata, (first.custom_metadata or {})["sdk"])
    assert section_of(second.custom_metadata or {})["tags"] == ["t"]
    with pytest.raises(InputError, match="item 'three'"):
        desk.metadata.for_new_items([Item("three", {"sdk": "mine"})])
    assert desk.asked == []


async def test_a_change_keeps_the_history() -> None:
    desk = AsyncDesk()
    before = await desk.metadata.for_new_run({"sdk": {"shelf": 3}}, POLICY)
    [item] = desk.metadata.for_new_items([Item("one")])
    desk.clock.advance(86400)
    run_section = section_of(await desk.metadata.for_changed_run({}, before, POLICY))
    item_section = section_of(desk.metadata.for_changed_item({}, item.custom_metadata))
    for section in (run_section, item_section):
        assert section["created_at"] == "2026-07-08T12:00:00+00:00"
        assert section["updated_at"] == "2026-07-09T12:00:00+00:00"
    assert run_section["shelf"] == 3
