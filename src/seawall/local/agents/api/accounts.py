"""Users, organizations, rules, integrations, and tokens for other services."""

import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from seawall.local.agents.instance.dependencies import (
    CallerDep,
    MemberDep,
    ServerDep,
    check_member,
    limited,
)
from seawall.local.agents.instance.rate_limits import CallKind
from seawall.local.agents.store.tables import Access, Integration, Organization, SlackToken, User
from seawall.local.agents.wire.accounts import (
    CliRulesResponse,
    IntegrationStatus,
    McpProviderResponse,
    Model,
    ModelProvider,
    ModelsResponse,
    OrganizationIntegrationsResponse,
    OrganizationResponse,
    OrganizationSettings,
    SlackTokenRequest,
    SlackTokenResponse,
    UserResponse,
)
from seawall.local.agents.wire.errors import ApiError, error_responses
from seawall.local.agents.wire.pages import Limit, Page, Skip, page_of
from seawall.local.agents.wire.runs import MessageResponse
from seawall.local.serving.stored_json import MAX_INTEGER
from seawall.local.serving.user_tokens import token_hash

__all__ = [
    "generate_slack_token",
    "get_cli_rules",
    "get_current_user",
    "get_oauth_token_status",
    "get_user",
    "list_integrations",
    "list_mcp_providers",
    "list_models",
    "list_organizations",
    "list_users",
    "revoke_oauth_token",
    "router",
    "rules_router",
]

router = APIRouter(tags=["accounts"], dependencies=[Depends(limited())])
rules_router = APIRouter(tags=["accounts"], dependencies=[Depends(limited(CallKind.EDIT))])

_ORG = "/organizations/{org_id}"
_SLACK_MINUTES = 10
_MODELS = {"Anthropic": ("claude-opus", "claude-sonnet"), "OpenAI": ("gpt",)}
_PROVIDERS = ("linear", "notion")


def _user_body(user: User, role: str | None) -> UserResponse:
    return UserResponse(
        id=user.id,
        github_user_id=user.github_user_id,
        github_username=user.github_username,
        email=user.email,
        full_name=user.full_name,
        role=role,
        is_admin=None if role is None else role == "ADMIN",
    )


@router.get("/users/me", responses=error_responses(401, 403, 429))
def get_current_user(caller: CallerDep, server: ServerDep) -> UserResponse:
    """Read the caller."""
    with server.database.read() as session:
        role = session.scalar(
            select(Access.role).where(Access.user_id == caller.user_id).order_by(Access.organization_id)
        )
        return _user_body(session.get_one(User, caller.user_id), role)


@router.get(f"{_ORG}/users", responses=error_responses(401, 403, 429))
def list_users(
    member: MemberDep, server: ServerDep, skip: Skip = 0, limit: Limit = 100
) -> Page[UserResponse]:
    """List the users of an organization."""
    query = (
        select(User, Access.role)
        .join(Access, Access.user_id == User.id)
        .where(Access.organization_id == member.organization_id)
    )
    with server.database.read() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = session.execute(query.order_by(User.id).offset(skip).limit(limit)).all()
    return page_of([_user_body(user, role) for user, role in rows], total=total, skip=skip, limit=limit)


@router.get(f"{_ORG}/users/{{user_id}}", responses=error_responses(401, 403, 404, 429))
def get_user(member: MemberDep, server: ServerDep, user_id: int) -> UserResponse:
    """Read a user of an organization."""
    with server.database.read() as session:
        access = (
            session.get(Access, (user_id, member.organization_id)) if 0 <= user_id <= MAX_INTEGER else None
        )
        if access is None:
            raise ApiError(404, "User not found.")
        return _user_body(session.get_one(User, user_id), access.role)


@router.get("/organizations", responses=error_responses(401, 429))
def list_organizations(
    caller: CallerDep, server: ServerDep, skip: Skip = 0, limit: Limit = 100
) -> Page[OrganizationResponse]:
    """List the organizations of the caller."""
    query = (
        select(Organization)
        .join(Access, Access.organization_id == Organization.id)
        .where(Access.user_id == caller.user_id)
    )
    with server.database.read() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        found = session.scalars(query.order_by(Organization.id).offset(skip).limit(limit)).all()
    items = [
        OrganizationResponse(id=each.id, name=each.name, settings=OrganizationSettings()) for each in found
    ]
    return page_of(items, total=total, skip=skip, limit=limit)


@router.get(f"{_ORG}/integrations", responses=error_responses(401, 403, 429))
def list_integrations(member: MemberDep, server: ServerDep) -> OrganizationIntegrationsResponse:
    """List the integrations of an organization."""
    with server.database.read() as session:
        organization = session.get_one(Organization, member.organization_id)
        found = _integrations(session, member.organization_id)
    items = [
        IntegrationStatus(
            integration_type=each.provider,
            active=each.active,
            token_id=each.id if each.active else None,
            metadata=each.details,
        )
        for each in found
    ]
    return OrganizationIntegrationsResponse(
        organization_id=organization.id,
        organization_name=organization.name,
        integrations=items,
        total_active_integrations=sum(each.active for each in items),
    )


def _integrations(session: Session, organization_id: int) -> list[Integration]:
    query = select(Integration).where(Integration.organization_id == organization_id).order_by(Integration.id)
    return list(session.scalars(query))


@rules_router.get(f"{_ORG}/cli/rules", responses=error_responses(401, 403, 429))
def get_cli_rules(member: MemberDep, server: ServerDep) -> CliRulesResponse:
    """Read the rules for agents."""
    with server.database.read() as session:
        organization = session.get_one(Organization, member.organization_id)
        user = session.get_one(User, member.user_id)
    return CliRulesResponse(organization_rules=organization.rules, user_custom_prompt=user.prompt)


@router.get(f"{_ORG}/models", responses=error_responses(401, 403, 429))
def list_models(member: MemberDep) -> ModelsResponse:  # noqa: ARG001 - only members may ask
    """List the language models that runs may use."""
    providers = [
        ModelProvider(name=name, models=[Model(label=each, value=each) for each in models])
        for name, models in _MODELS.items()
    ]
    return ModelsResponse(providers=providers, default_model="claude-sonnet")


@router.get("/mcp-providers", responses=error_responses(401))
def list_mcp_providers(caller: CallerDep, server: ServerDep) -> list[McpProviderResponse]:  # noqa: ARG001
    """List the providers of MCP servers."""
    root = server.settings.public_url or ""
    return [
        McpProviderResponse(
            id=number,
            name=name,
            issuer=f"{root}/{name}",
            authorization_endpoint=f"{root}/{name}/authorize",
            token_endpoint=f"{root}/{name}/token",
            default_scopes=["read"],
            is_mcp=True,
        )
        for number, name in enumerate(_PROVIDERS, 1)
    ]


_OrgIdQuery = Annotated[int, Query(ge=0, le=MAX_INTEGER, description="Id of the organization.")]


@router.get("/oauth/tokens/status", responses=error_responses(401, 403))
def get_oauth_token_status(caller: CallerDep, server: ServerDep, org_id: _OrgIdQuery) -> list[str]:
    """List the providers with a valid token."""
    member = check_member(server, caller, org_id)
    with server.database.read() as session:
        return [each.provider for each in _integrations(session, member.organization_id) if each.active]


@router.post("/oauth/tokens/revoke", responses=error_responses(401, 403))
def revoke_oauth_token(
    caller: CallerDep,
    server: ServerDep,
    provider: Annotated[str, Query(description="Name of the provider.")],
    org_id: _OrgIdQuery,
) -> MessageResponse:
    """Revoke the token of a provider."""
    member = check_member(server, caller, org_id)
    with server.database.write() as session:
        for each in _integrations(session, member.organization_id):
            if each.provider == provider:
                each.active = False
    return MessageResponse(message=f"The token of {provider} is revoked.", status_code=200)


@router.post("/slack-connect/generate-token", responses=error_responses(401, 403))
def generate_slack_token(
    caller: CallerDep, server: ServerDep, request: SlackTokenRequest
) -> SlackTokenResponse:
    """Make a token to send to the Slack app, valid once."""
    member = check_member(server, caller, request.org_id)
    token = secrets.token_urlsafe(24)
    with server.database.write() as session:
        session.add(
            SlackToken(
                token_hash=token_hash(token),
                organization_id=member.organization_id,
                user_id=member.user_id,
                expires_at=server.clock() + timedelta(minutes=_SLACK_MINUTES),
            )
        )
    return SlackTokenResponse(
        token=token, message=f"Send this to the Slack app: Connect {token}", expires_in_minutes=_SLACK_MINUTES
    )
