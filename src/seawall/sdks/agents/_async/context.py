"""The state that the resources of one client share."""

import logging

from attrs import field, frozen

from seawall.core.engine.conversion import converted
from seawall.core.errors import NotFoundError
from seawall.core.validation.arguments import checked_count
from seawall.runtime.client._async.base_client import AsyncClientContext
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents.account import Organization
from seawall.sdks.agents.policies import Policies
from seawall.sdks.agents.settings import Settings

__all__ = ["AsyncContext"]

_log = logging.getLogger("seawall.agents")


@frozen(eq=False, repr=False)
class AsyncContext(AsyncClientContext[Policies, Settings]):
    """The context of the agents SDK: it adds the organization of calls."""

    _told: list[int] = field(factory=list, init=False)

    async def organization_id(self, given: int | None) -> int:
        """The organization of a call: the argument, the setting, or the first one of the user.

        The first one is asked for, cached, and named in the log, once. Raises InputError for an argument that
        is no id, and NotFoundError for a user without an organization.
        """
        if given is not None:
            return checked_count(given, "organization_id", least=0)
        if self.settings.organization_id is not None:
            return self.settings.organization_id
        call = calls.list_organizations(limit=1)
        result = await self.engine.send(call, self.policies.organization)
        found = converted(call, result, lambda page: [Organization.from_wire(each) for each in page.items])
        if not found:
            raise NotFoundError("The user of this token has no organization. Ask for access to one.", 404)
        first = found[0]
        if first.id not in self._told:
            self._told.append(first.id)
            _log.info("calls are for organization %s; organization_id chooses another", first.id)
        return first.id
