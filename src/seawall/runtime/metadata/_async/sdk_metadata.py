"""Attaches an SDK's metadata to what is submitted and changed: who, how, from where, when."""

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

# Who asks is worth a short wait.
_LONGEST_WAIT_S = 3.0


class AsyncSdkMetadata:
    """The metadata that one client attaches, under the key `sdk` of custom metadata.

    `user` says who the user is, with the fields of `UserMetadata`; it is handed a policy for one attempt of
    at most 3 s, and where it raises a SeawallError the metadata goes without. `models` gives the models of
    runs and items, and is asked when something is submitted, for they load pydantic. `interface` is what the
    program states of itself; None looks around for a notebook.
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

    async def of_new_run(
        self,
        custom_metadata: "JsonObject | None",
        policy: Policy,
        *,
        due_date: datetime | None = None,
        deadline: datetime | None = None,
    ) -> "JsonObject":
        """A new run's custom metadata with the section added; raises InputError where fields do not fit.

        `policy` is that of the call that says who the user is.
        """
        from seawall.core.metadata.custom_metadata import new_run_metadata  # noqa: PLC0415 - loads pydantic

        author, (model, _) = await self._author(policy), self._models()
        return new_run_metadata(
            custom_metadata, author, self._now(), model=model, due_date=due_date, deadline=deadline
        )

    def of_new_items(self, items: Sequence[N]) -> list[N]:
        """The items, of an attrs class, with a section added to each; raises InputError, which names one."""
        from seawall.core.metadata.custom_metadata import new_items  # noqa: PLC0415 - loads pydantic

        return new_items(items, self._now(), model=self._models()[1])

    async def of_changed_run(
        self, custom_metadata: "JsonObject", before: "JsonObject | None", policy: Policy
    ) -> "JsonObject":
        """A run's new custom metadata with the section of what was `before`, brought up to date."""
        from seawall.core.metadata.custom_metadata import changed_run_metadata  # noqa: PLC0415 - loads pydantic

        author, (model, _) = await self._author(policy), self._models()
        return changed_run_metadata(custom_metadata, before, author, self._now(), model=model)

    def of_changed_item(self, custom_metadata: "JsonObject", before: "JsonObject | None") -> "JsonObject":
        """An item's new custom metadata with the section of what was `before`, brought up to date."""
        from seawall.core.metadata.custom_metadata import changed_item_metadata  # noqa: PLC0415 - loads pydantic

        return changed_item_metadata(custom_metadata, before, self._now(), model=self._models()[1])

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.wall(), UTC)

    async def _author(self, policy: Policy) -> "Author":
        from seawall.core.metadata.section import Author  # noqa: PLC0415 - loads pydantic

        try:
            user = await self._user(policy.without_retries.with_deadline(_LONGEST_WAIT_S))
        except SeawallError:
            # The submission itself will tell what is amiss, if it matters to it.
            user = None
        return Author(this_invocation(interface=self._interface), self._user_agent, user)
