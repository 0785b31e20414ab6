"""The operations of the fake platform on grants and share tokens."""

from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from seawall.core.http.message import Response
from seawall.core.http.times import to_utc
from seawall.core.wire.unset import if_given, or_none
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.sharing import Grant, NewShareToken, ShareToken
from seawall.testing.fakes.fake_call import FakeCall
from seawall.testing.fakes.lists import page_of, sorted_by
from seawall.testing.fakes.problem import ProblemError, invalid
from seawall.testing.platform.fake.state import PlatformState
from seawall.testing.platform.sharing import grant, new_share_token
from seawall.testing.script import json_response

__all__ = ["AccessHandlers"]

_GRANT_KEYS: Mapping[str, Callable[[Grant], object]] = {
    name: lambda one, name=name: getattr(one, name)  # type: ignore[misc]
    for name in ("grant_id", "resource_type", "resource_id", "subject_type", "subject_id", "created_at")
}
_TOKEN_KEYS: Mapping[str, Callable[[NewShareToken], object]] = {
    name: lambda one, name=name: getattr(one, name)  # type: ignore[misc]
    for name in ("share_token_id", "created_at", "expires_at", "revoked")
}


@frozen(eq=False)
class AccessHandlers:
    """Answers the operations on grants and share tokens; their dict form is that of the API."""

    state: PlatformState

    def create_grant(self, call: FakeCall) -> Response:
        """POST /v1/access/grants; a grant that exists is returned."""
        request = call.body(wire.GrantCreateRequest)
        subject_id = or_none(request.subject_id) or or_none(request.subject_email)
        if subject_id is None:
            raise invalid("body", "subject_id", "give either `subject_id` or `subject_email`")
        if request.resource_type == "run" and request.resource_id not in self.state.runs:
            raise ProblemError(404, "Resource not found")
        made = grant(
            resource_type=str(request.resource_type),
            resource_id=request.resource_id,
            subject_type=str(request.subject_type),
            subject_id=subject_id,
            relation=str(request.relation),
            created_by=self.state.me.user.id,
            created_at=self.state.now(),
        )
        same = ("resource_type", "resource_id", "subject_type", "subject_id", "relation")
        for one in self.state.grants.values():
            if not one.revoked and all(getattr(one, name) == getattr(made, name) for name in same):
                return json_response(201, one.to_dict())
        self.state.grants[made.grant_id] = made
        return json_response(201, made.to_dict())

    def list_grants(self, call: FakeCall) -> Response:
        """GET /v1/access/grants."""
        relations = call.all("relation")
        found = [
            one
            for one in self.state.grants.values()
            if all(
                call.one(name) in {None, str(getattr(one, name))}
                for name in ("resource_type", "resource_id", "subject_type", "subject_id")
            )
            if _is_wanted(call, revoked=one.revoked)
            if relations is None or str(one.relation) in relations
        ]
        page = page_of(sorted_by(found[::-1], call, _GRANT_KEYS), call)
        return json_response(200, [one.to_dict() for one in page])

    def get_grant(self, call: FakeCall) -> Response:
        """GET /v1/access/grants/{grant_id}."""
        return json_response(200, self._grant(call).to_dict())

    def revoke_grant(self, call: FakeCall) -> Response:
        """DELETE /v1/access/grants/{grant_id}."""
        one = self._grant(call)
        if one.revoked:
            raise ProblemError(409, "The grant is revoked already")
        self.state.grants[one.grant_id] = revoked = evolve(one, revoked=True)
        return json_response(200, revoked.to_dict())

    def create_token(self, call: FakeCall) -> Response:
        """POST /v1/access/share-tokens."""
        request = call.body(wire.ShareTokenCreateRequest)
        now, expires_at = self.state.now(), if_given(or_none(request.expires_at), to_utc)
        if expires_at is not None and expires_at <= now:
            raise invalid("body", "expires_at", "must be in the future")
        made = new_share_token(created_at=now, expires_at=expires_at)
        made = evolve(made, share_token=f"share-{made.share_token_id.hex}")
        self.state.share_tokens[made.share_token_id] = made
        return json_response(201, made.to_dict())

    def list_tokens(self, call: FakeCall) -> Response:
        """GET /v1/access/share-tokens."""
        run_id = call.one("run_id")
        granted = {one.subject_id for one in self.state.grants.values() if str(one.resource_id) == run_id}
        found = [
            one
            for one in self.state.share_tokens.values()
            if _is_wanted(call, revoked=one.revoked)
            if run_id is None or str(one.share_token_id) in granted
        ]
        page = page_of(sorted_by(found[::-1], call, _TOKEN_KEYS), call)
        return json_response(200, [_without_secret(one) for one in page])

    def get_token(self, call: FakeCall) -> Response:
        """GET /v1/access/share-tokens/{share_token_id}."""
        return json_response(200, _without_secret(self._token(call)))

    def revoke_token(self, call: FakeCall) -> Response:
        """DELETE /v1/access/share-tokens/{share_token_id}."""
        one = self._token(call)
        if one.revoked:
            raise ProblemError(409, "The share token is revoked already")
        self.state.share_tokens[one.share_token_id] = revoked = evolve(one, revoked=True)
        return json_response(200, _without_secret(revoked))

    def _grant(self, call: FakeCall) -> Grant:
        if (found := self.state.grants.get(call.uuid("grant_id"))) is None:
            raise ProblemError(404, "Grant not found")
        return found

    def _token(self, call: FakeCall) -> NewShareToken:
        if (found := self.state.share_tokens.get(call.uuid("share_token_id"))) is None:
            raise ProblemError(404, "Share token not found")
        return found


def _is_wanted(call: FakeCall, *, revoked: bool) -> bool:
    return call.one("revoked") in {None, str(revoked).lower()}


def _without_secret(token: NewShareToken) -> dict[str, object]:
    return ShareToken(
        share_token_id=token.share_token_id,
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked=token.revoked,
    ).to_dict()
