# DO NOT EDIT. Derived from ../_async/context.py by "python -m seawall.codegen.derive".
"""The state that the resources of one client share, and the organization of calls."""

import logging
from typing import TypeVar

from attrs import evolve, field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import InputError
from seawall.core.validation.arguments import checked_count
from seawall.runtime.client._sync.base_client import ClientContext
from seawall.sdks.agents.policies import Policies
from seawall.sdks.agents.settings import Settings

__all__ = ["Context"]

T = TypeVar("T")

_log = logging.getLogger("seawall.agents")
# In the path of a call: the first organization of the user, which the first such call asks for.
_FIRST = 0


@frozen(eq=False, repr=False)
class Context(ClientContext[Policies, Settings]):
    """The context of the agents SDK: it adds the organization of calls."""

    _told: set[int] = field(factory=set, init=False)

    def organization(self, given: int | None) -> int:
        """The organization of a call: the argument, or the setting; without both, `send` finds the first one.

        Raises InputError for an argument that is no id.
        """
        if given is not None:
            return checked_count(given, "organization_id", least=1)
        return _FIRST if self.settings.organization_id is None else self.settings.organization_id

    def organization_id(self, given: int | None) -> int:
        """The organization of a call that does not have it in its path; see `organization`."""
        return self.organization(given) or self.first_organization()

    def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """Send `call`, for the first organization of the user if it names none."""
        return self.engine.send(self.for_organization(call), policy, nocache=nocache)

    def for_organization(self, call: Call[T]) -> Call[T]:
        """Return `call` with the first organization of the user in its path, if it names none."""
        if call.path.get("org_id") != _FIRST:
            return call
        return evolve(call, path={**call.path, "org_id": self.first_organization()})

    def first_organization(self) -> int:
        """The first organization of the user: cached, and named in the log, once.

        Raises InputError for a user without an organization.
        """
        # Late, as everywhere: calls load the wire models, half of all modules of this SDK.
        from seawall.sdks.agents._generated.calls import list_organizations  # noqa: PLC0415 - 40 ms

        found = self.read(
            list_organizations(limit=1),
            self.policies.organization,
            lambda page: [organization.id for organization in page.items],
        )
        if not found:
            raise InputError("The user of this token has no organization. Ask for access to one.")
        first = found[0]
        if first not in self._told:
            self._told.add(first)
            _log.info("calls are for organization %s; organization_id chooses another", first)
        return first
