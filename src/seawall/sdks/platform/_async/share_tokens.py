"""Share tokens: create, list, read, revoke."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from seawall.core.engine.call import call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.paging.strategies import PageNumberPaging, items_of_list
from seawall.core.validation.arguments import (
    checked_future_time,
    checked_optional_text,
    checked_uuid,
    sort_fields,
)
from seawall.runtime.client._async.resource import AsyncResource
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.sdks.platform._async.context import AsyncContext
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.sharing import NewShareToken, ShareToken

__all__ = ["AsyncShareTokens"]


class AsyncShareTokens(AsyncResource[AsyncContext]):
    """`client.share_tokens`: secrets that give other users of the platform access to what you grant them.

    A new token gives access to nothing; `client.grants.create(run_id, subject_type="share_token",
    subject_id=token.share_token_id)` lets it read a run. `run.create_share_token()` does both.
    """

    async def create(self, *, expires_at: datetime | None = None) -> NewShareToken:
        """Create a share token and return it with its secret, which no later call returns.

        Without `expires_at` it is valid until it is revoked. Raises InputError for a time without a zone, and
        for one that has passed.
        """
        end = checked_future_time(expires_at, "expires_at", self._context.clock.wall())
        body = wire.ShareTokenCreateRequest(expires_at=end)
        call = calls.create_share_token(body=body)
        call = call_converted_by(call, NewShareToken.from_wire)
        return converted(
            call, await self._context.engine.send(call, self._context.policies.write), NewShareToken.from_wire
        )

    def list(
        self,
        *,
        run_id: str | UUID | None = None,
        created_by: str | None = None,
        revoked: bool | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,  # noqa: ARG002 - as every read has it
    ) -> AsyncPages[ShareToken]:
        """List the share tokens that match all filters, without secrets; pages are read on demand.

        `run_id` selects tokens with a grant on that run. `sort` names fields, with a leading `-` for
        descending order. Raises InputError for a page size outside of 5 to 100.
        """
        return self._context.engine.pages(
            calls.list_share_tokens(
                run_id=None if run_id is None else checked_uuid(run_id, "run_id"),
                created_by=checked_optional_text(created_by, "created_by"),
                revoked=revoked,
                sort=sort_fields(sort),
                page_size=page_size,
            ),
            self._context.policies.run,
            PageNumberPaging(page_size=page_size, exact_page_size=True),
            items=items_of_list,
            from_wire=ShareToken.from_wire,
            key=lambda token: token.share_token_id,
        )

    async def get(self, share_token_id: str | UUID, *, nocache: bool = False) -> ShareToken:
        """Read a share token, without its secret. Raises NotFoundError, ForbiddenError."""
        call = calls.get_share_token(checked_uuid(share_token_id, "share_token_id"))
        policy = self._context.policies.run
        call = call_converted_by(call, ShareToken.from_wire)
        return converted(
            call, await self._context.engine.send(call, policy, nocache=nocache), ShareToken.from_wire
        )

    async def revoke(self, share_token_id: str | UUID) -> ShareToken:
        """Revoke a share token: from now on it gives no access.

        Raises ConflictError if it was revoked before.
        """
        call = calls.revoke_share_token(checked_uuid(share_token_id, "share_token_id"))
        call = call_converted_by(call, ShareToken.from_wire)
        return converted(
            call, await self._context.engine.send(call, self._context.policies.write), ShareToken.from_wire
        )
