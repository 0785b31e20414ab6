"""Attaches the SDK's metadata to what is submitted and changed: who, how, from where, when."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import evolve

from seawall.core.errors import SeawallError
from seawall.core.invocation import Interface
from seawall.core.policy import Policy
from seawall.runtime._async.engine import AsyncEngine
from seawall.runtime.invocation import this_invocation
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.catalog import Me
from seawall.sdks.platform.submission import NewItem

if TYPE_CHECKING:
    from seawall.core.metadata_section import Author

__all__ = ["AsyncSdkMetadata"]

# Who asks is worth a short wait.
_LONGEST_WAIT_S = 3.0


class AsyncSdkMetadata:
    """The metadata of one client.

    It goes without the user where the server does not say within 3 s who that is. `interface` is what the
    program states of itself; None looks around for a notebook.
    """

    def __init__(self, engine: AsyncEngine, user_agent: str, interface: Interface | None = None) -> None:
        self._engine = engine
        self._user_agent = user_agent
        self._interface = interface

    async def of_new_run(
        self,
        custom_metadata: Mapping[str, object] | None,
        policy: Policy,
        *,
        due_date: datetime | None,
        deadline: datetime | None,
    ) -> Mapping[str, object]:
        """A new run's custom metadata with the section added; raises InputError where fields do not fit."""
        from seawall.sdks.platform.metadata import new_run_metadata  # noqa: PLC0415 - loads pydantic

        author = await self._author(policy)
        return new_run_metadata(custom_metadata, author, self._now(), due_date=due_date, deadline=deadline)

    def of_new_items(self, items: Sequence[NewItem]) -> list[NewItem]:
        """The items with the section added to each; raises InputError, which names the item."""
        from seawall.sdks.platform.metadata import new_items  # noqa: PLC0415 - loads pydantic

        return new_items(items, self._now())

    async def of_changed_run(
        self, custom_metadata: Mapping[str, object], before: Mapping[str, object] | None, policy: Policy
    ) -> Mapping[str, object]:
        """A run's new custom metadata with the section of what was `before`, brought up to date."""
        from seawall.sdks.platform.metadata import changed_run_metadata  # noqa: PLC0415 - loads pydantic

        return changed_run_metadata(custom_metadata, before, await self._author(policy), self._now())

    def of_changed_item(
        self, custom_metadata: Mapping[str, object], before: Mapping[str, object] | None
    ) -> Mapping[str, object]:
        """An item's new custom metadata with the section of what was `before`, brought up to date."""
        from seawall.sdks.platform.metadata import changed_item_metadata  # noqa: PLC0415 - loads pydantic

        return changed_item_metadata(custom_metadata, before, self._now())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._engine.timing.wall(), UTC)

    async def _author(self, policy: Policy) -> "Author":
        from seawall.core.metadata_section import Author  # noqa: PLC0415 - loads pydantic

        invocation = this_invocation(interface=self._interface)
        return Author(invocation, self._user_agent, await self._user(policy))

    async def _user(self, policy: Policy) -> Mapping[str, str | None] | None:
        quick = evolve(policy.once, deadline_s=min(policy.deadline_s, _LONGEST_WAIT_S))
        try:
            me = Me.from_wire((await self._engine.send(calls.get_me(), quick)).value)
        except SeawallError:
            # The submission itself will tell what is amiss, if it matters to it.
            return None
        return {
            "organization_id": me.organization.id,
            "organization_name": me.organization.name,
            "user_email": me.user.email,
            "user_id": me.user.id,
        }
