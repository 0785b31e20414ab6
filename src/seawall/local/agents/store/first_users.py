"""The first organizations, users and repositories."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.agents.store.tables import Access, Integration, Organization, Repo, User
from seawall.local.serving import user_tokens
from seawall.local.serving.user_tokens import token_hash

__all__ = ["add_first_users", "load_tokens"]

_ORGANIZATIONS = {1: "Local", 2: "Other", 3: "Empty"}
# Name of a user, and the user's role in each organization.
_USERS = {
    "ada": {1: "ADMIN", 3: "ADMIN"},
    "grace": {1: "MANAGER"},
    "linus": {1: "MEMBER"},
    "mallory": {2: "ADMIN"},
}
_REPOS = {1: ("web", "api", "docs"), 2: ("other",)}
_INTEGRATIONS = ("github", "slack", "linear")


def load_tokens(folder: Path) -> dict[str, str]:
    """The tokens of the first users by name; see `user_tokens`."""
    return user_tokens.load_tokens(folder, _USERS, prefix="sk-")


def add_first_users(session: Session, tokens: dict[str, str]) -> None:
    """Add the first users with their organizations and repositories, unless they are there."""
    if session.scalar(select(User.id).limit(1)) is not None:
        return
    session.add_all(Organization(id=id_, name=name) for id_, name in _ORGANIZATIONS.items())
    session.flush()  # the others refer to them
    for number, (name, roles) in enumerate(_USERS.items(), 1):
        session.add(
            User(
                id=number,
                token_hash=token_hash(tokens[name]),
                github_user_id=str(1000 + number),
                github_username=name,
                email=f"{name}@example.com",
                full_name=name.capitalize(),
            )
        )
        session.flush()
        session.add_all(
            Access(user_id=number, organization_id=each, role=role) for each, role in roles.items()
        )
    for organization_id, names in _REPOS.items():
        owner = _ORGANIZATIONS[organization_id].lower()
        session.add_all(
            Repo(
                organization_id=organization_id,
                name=name,
                full_name=f"{owner}/{name}",
                github_id=str(5000 + n),
            )
            for n, name in enumerate(names)
        )
        session.add_all(
            Integration(
                organization_id=organization_id,
                provider=provider,
                details={"webhook_secret": "********"} if provider == "github" else None,
            )
            for provider in _INTEGRATIONS
        )
