"""Attach SDK metadata to submissions and changes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from seawall.core.engine.policy import Policy
from seawall.core.errors import SeawallError
from seawall.core.metadata.invocation import Interface
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.metadata.invocation import this_invocation

if TYPE_CHECKING:
    from seawall.core.metadata.custom_metadata import JsonObject, NewItem
    from seawall.core.metadata.metadata import ItemMetadata, RunMetadata
    from seawall.core.metadata.section import Author

__all__ = ["AsyncSdkMetadata"]

N = TypeVar("N", bound="NewItem")

# The longest wait for the name of the user: a submission must not fail or hang for it.
_MAX_USER_WAIT_S = 3.0


class AsyncSdkMetadata:
    """Builds the metadata that one client attaches, under the key `sdk` of custom metadata.

    `user` returns the user, with the fields of `UserMetadata`; it receives a policy for one attempt of at
    most 3 s. If it raises a SeawallError, the metadata has no user. `models` returns the models of runs and
    items; it is called for submissions only, because the models load pydantic. `interface` is the one that
    the program states; None looks for a notebook.
    """

    def __init__(
        self,
        *,
        user: Callable[[Policy], Awaitable[Mapping[str, str | None]]],
        models: "Callable[[], tuple[type[RunMetadata], type[ItemMetadata]]]",
        user_agent: str,
        interface: Interface | None = None,
        clock: AsyncClock | None = None,
    ) -> None:
        self._user = user
        self._models = models
        self._user_agent = user_agent
        self._interface = interface
        self._clock = clock or AsyncSystemClock()

    async def for_new_run(
        self,
        custom_metadata: "JsonObject | None",
        policy: Policy,
        *,
        due_date: datetime | None = None,
        deadline: datetime | None = None,
    ) -> "JsonObject":
        """Add the section to the custom metadata of a new run; raises InputError if fields do not fit.

        `policy` is that of the call for the user.
        """
        from seawall.core.metadata.custom_metadata import new_run_metadata  # noqa: PLC0415 - 80 ms, pydantic

        author, (model, _) = await self._author(policy), self._models()
        return new_run_metadata(
            custom_metadata, author, self._now(), model=model, due_date=due_date, deadline=deadline
        )

    def for_new_items(self, items: Sequence[N]) -> list[N]:
        """Add a section to each item, an attrs instance; raises InputError, which names the item."""
        from seawall.core.metadata.custom_metadata import new_items  # noqa: PLC0415 - 80 ms, pydantic

        return new_items(items, self._now(), model=self._models()[1])

    async def for_changed_run(
        self, custom_metadata: "JsonObject", before: "JsonObject | None", policy: Policy
    ) -> "JsonObject":
        """Add the section to the new custom metadata of a run: that of `before`, updated."""
        from seawall.core.metadata.custom_metadata import updated_run_metadata  # noqa: PLC0415 - 80 ms, pydantic

        author, (model, _) = await self._author(policy), self._models()
        return updated_run_metadata(custom_metadata, before, author, self._now(), model=model)

    def for_changed_item(self, custom_metadata: "JsonObject", before: "JsonObject | None") -> "JsonObject":
        """Add the section to the new custom metadata of an item: that of `before`, updated."""
        from seawall.core.metadata.custom_metadata import updated_item_metadata  # noqa: PLC0415 - 80 ms, pydantic

        return updated_item_metadata(custom_metadata, before, self._now(), model=self._models()[1])

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.wall(), UTC)

    async def _author(self, policy: Policy) -> "Author":
        from seawall.core.metadata.section import Author  # noqa: PLC0415 - 80 ms, pydantic

        try:
            user = await self._user(policy.without_retries.with_deadline(_MAX_USER_WAIT_S))
        except SeawallError:
            # If the cause matters, the submission itself fails with a better error.
            user = None
        return Author(this_invocation(interface=self._interface), self._user_agent, user)
