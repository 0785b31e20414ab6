"""The route of the Slack app, in no published document: it takes the token that a user sends to the app."""

from fastapi import APIRouter

from seawall.local.agents.instance.dependencies import ServerDep
from seawall.local.agents.store.tables import SlackToken
from seawall.local.agents.wire.accounts import SlackConnectRequest, SlackConnectResponse
from seawall.local.agents.wire.errors import ApiError
from seawall.local.serving.user_tokens import token_hash

__all__ = ["connect_slack_account", "router"]

# Without a user: the token in the body says who it is.
router = APIRouter(include_in_schema=False)


@router.post("/slack-connect/connect")
def connect_slack_account(server: ServerDep, request: SlackConnectRequest) -> SlackConnectResponse:
    """Take a token, once and before it expires; return the user whose account it connects."""
    with server.database.write() as session:
        stored = session.get(SlackToken, token_hash(request.token))
        if stored is not None:
            session.delete(stored)
        is_valid = stored is not None and server.clock() <= stored.expires_at
    if stored is None or not is_valid:
        raise ApiError(400, "The token was used, has expired, or is unknown. Generate another one.")
    return SlackConnectResponse(organization_id=stored.organization_id, user_id=stored.user_id)
