# DO NOT EDIT. Derived from ../_async/sdk_metadata.py by "python -m seawall.codegen.derive".
"""Attach SDK metadata to submissions and changes.

This module loads pydantic (80 ms): import it late, when something is submitted.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from seawall.core.engine.policy import Policy
from seawall.core.errors import SeawallError
from seawall.core.metadata.custom_metadata import (
    JsonObject,
    NewItem,
    new_items,
    new_run_metadata,
    updated_item_metadata,
    updated_run_metadata,
)
from seawall.core.metadata.invocation import Interface
from seawall.core.metadata.metadata import ItemMetadata, RunMetadata
from seawall.core.metadata.section import Author
from seawall.core.process_bound import ProcessBound
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.metadata.invocation import this_invocation

__all__ = ["SdkMetadata"]

N = TypeVar("N", bound=NewItem)

# The longest wait for the name of the user: a submission must not fail or hang for it.
_MAX_USER_WAIT_S = 3.0


class SdkMetadata(ProcessBound):
    """Builds the metadata that one client attaches, under the key `sdk` of custom metadata.

    `user` returns the user, with the fields of `UserMetadata`; it receives a policy for one attempt of at
    most 3 s. If it raises a SeawallError, the metadata has no user. `models` are those of runs and items.
    `interface` is the one that the program states; None looks for a notebook.
    """

    def __init__(
        self,
        *,
        user: Callable[[Policy], Mapping[str, str | None]],
        models: tuple[type[RunMetadata], type[ItemMetadata]],
        user_agent: str,
        interface: Interface | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._user = user
        self._run_model, self._item_model = models
        self._user_agent = user_agent
        self._interface = interface
        self._clock = clock or SystemClock()

    def for_new_run(
        self,
        custom_metadata: JsonObject | None,
        policy: Policy,
        *,
        due_date: datetime | None = None,
        deadline: datetime | None = None,
    ) -> JsonObject:
        """Add the section to the custom metadata of a new run; raises InputError if fields do not fit.

        `policy` is that of the call for the user.
        """
        author = self._author(policy)
        return new_run_metadata(
            custom_metadata, author, self._now(), model=self._run_model, due_date=due_date, deadline=deadline
        )

    def for_new_items(self, items: Sequence[N]) -> list[N]:
        """Add a section to each item, an attrs instance; raises InputError, which names the item."""
        return new_items(items, self._now(), model=self._item_model)

    def for_changed_run(
        self, custom_metadata: JsonObject, before: JsonObject | None, policy: Policy
    ) -> JsonObject:
        """Add the section to the new custom metadata of a run: that of `before`, updated."""
        author = self._author(policy)
        return updated_run_metadata(custom_metadata, before, author, self._now(), model=self._run_model)

    def for_changed_item(self, custom_metadata: JsonObject, before: JsonObject | None) -> JsonObject:
        """Add the section to the new custom metadata of an item: that of `before`, updated."""
        return updated_item_metadata(custom_metadata, before, self._now(), model=self._item_model)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.wall(), UTC)

    def _author(self, policy: Policy) -> Author:
        try:
            user = self._user(policy.without_retries.with_deadline(_MAX_USER_WAIT_S))
        except SeawallError:
            # If the cause matters, the submission itself fails with a better error.
            user = None
        return Author(this_invocation(interface=self._interface), self._user_agent, user)
