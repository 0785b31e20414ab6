"""`client.organizations` and `client.users`."""

from seawall.core.engine.conversion import converted
from seawall.core.paging.strategies import OffsetPaging
from seawall.core.validation.arguments import checked_count
from seawall.runtime import ClientContext, Pages

from agents_sdk._generated import calls
from agents_sdk.models import Organization, User
from agents_sdk.policies import Policies, Settings

__all__ = ["Organizations", "Users"]


class Organizations:
    """The organizations of the caller."""

    def __init__(self, context: ClientContext[Policies, Settings]) -> None:
        self._context = context

    def list(self, *, page_size: int = 100) -> Pages[Organization]:
        """List the organizations; pages are read on demand."""
        checked_count(page_size, "page_size", most=100)
        return Pages(
            lambda page: self._context.engine.send(page, self._context.policies.read),
            calls.get_organizations(limit=page_size),
            OffsetPaging(parameter="skip", page_size=page_size, total=lambda page: page.value.total),
            items=lambda page: page.items,
            from_wire=Organization.from_wire,
            key=lambda organization: organization.organization_id,
        )


class Users:
    """The users of one organization."""

    def __init__(self, context: ClientContext[Policies, Settings], organization_id: int) -> None:
        self._context = context
        self._organization = str(organization_id)

    def list(self, *, page_size: int = 100) -> Pages[User]:
        """List the users; pages are read on demand."""
        checked_count(page_size, "page_size", most=100)
        return Pages(
            lambda page: self._context.engine.send(page, self._context.policies.read),
            calls.get_users(self._organization, limit=page_size),
            OffsetPaging(parameter="skip", page_size=page_size, total=lambda page: page.value.total),
            items=lambda page: page.items,
            from_wire=User.from_wire,
            key=lambda user: user.user_id,
        )

    def get(self, user_id: int) -> User:
        """Read a user; raises NotFoundError."""
        call = calls.get_user(self._organization, str(user_id))
        return converted(call, self._context.engine.send(call, self._context.policies.read), User.from_wire)
