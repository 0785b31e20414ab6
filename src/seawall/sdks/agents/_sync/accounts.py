# DO NOT EDIT. Derived from ../_async/accounts.py by "python -m seawall.codegen.derive".
"""Users and organizations."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from seawall.core.engine.call import call_converted_by
from seawall.core.paging.strategies import OffsetPaging
from seawall.runtime.bulk.results import BulkProgress, BulkResult
from seawall.runtime.client._sync.resource import Resource
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.paging._sync.pager import Pages
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents.account import LanguageModels, Organization, Rules, User
from seawall.sdks.agents.new_runs import checked_id

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import Health

__all__ = ["Organizations", "Users"]


class Users(Resource[Context]):
    """`client.users`: the users of an organization."""

    def list(self, *, organization_id: int | None = None, page_size: int = 100) -> Pages[User]:
        """List users; pages are read on demand. Raises InputError for a page size outside of 1 to 100."""
        return self._context.pages(
            calls.list_users(self._context.organization(organization_id), limit=page_size),
            self._context.policies.read,
            OffsetPaging(page_size=page_size, parameter="skip", total=lambda result: result.value.total),
            items=lambda page: page.items,
            from_wire=User.from_wire,
            key=lambda user: user.id,
        )

    def me(self, *, nocache: bool = False) -> User:
        """Read the caller, as the server knows them; raises UnauthorizedError."""
        policy = self._context.policies.me
        return self._context.read(calls.get_current_user(), policy, User.from_wire, nocache=nocache)

    def health(self, *, timeout_s: float = 10.0) -> "Health":
        """Ask for the caller, once, and return whether the server answered; raises no error of a call."""
        # As `me` reads it, so that both share a cached result.
        call = call_converted_by(calls.get_current_user(), User.from_wire)
        return self._context.health(
            call, self._context.policies.me, lambda user: User.from_wire(user).id, timeout_s=timeout_s
        )

    def get(self, user_id: int, *, organization_id: int | None = None, nocache: bool = False) -> User:
        """Read a user; raises NotFoundError."""
        call = calls.get_user(self._context.organization(organization_id), checked_id(user_id, "user_id"))
        return self._context.read(call, self._context.policies.user, User.from_wire, nocache=nocache)

    def get_many(
        self,
        user_ids: Sequence[int],
        *,
        organization_id: int | None = None,
        concurrency: int | None = None,
        on_progress: Callback[BulkProgress] = lambda _: None,
    ) -> tuple[BulkResult[int, User], ...]:
        """Read many users; return a result for each id, in their order. An error is the result of its id."""
        read = partial(self.get, organization_id=organization_id)
        return self._read_many(user_ids, read, concurrency=concurrency, on_progress=on_progress)


class Organizations(Resource[Context]):
    """`client.organizations`: the organizations of the user, and what their runs may use."""

    def list(self, *, page_size: int = 100) -> Pages[Organization]:
        """List the organizations of the user; pages are read on demand. Raises InputError."""
        return self._context.pages(
            calls.list_organizations(limit=page_size),
            self._context.policies.read,
            OffsetPaging(page_size=page_size, parameter="skip", total=lambda result: result.value.total),
            items=lambda page: page.items,
            from_wire=Organization.from_wire,
            key=lambda organization: organization.id,
        )

    def rules(self, *, organization_id: int | None = None, nocache: bool = False) -> Rules:
        """Read the rules for agents, of the organization and of the user."""
        call = calls.get_cli_rules(self._context.organization(organization_id))
        return self._context.read(call, self._context.policies.rules, Rules.from_wire, nocache=nocache)

    def models(self, *, organization_id: int | None = None, nocache: bool = False) -> LanguageModels:
        """Read the language models that runs may use."""
        call, policy = (
            calls.list_models(self._context.organization(organization_id)),
            self._context.policies.organization,
        )
        return self._context.read(call, policy, LanguageModels.from_wire, nocache=nocache)
