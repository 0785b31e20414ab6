"""State that routes and workers share: one object, opened and closed as a whole."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from attrs import field, frozen
from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.faults.call_faults import Faults, parse_faults
from seawall.local.faults.stale_reads import StaleReads
from seawall.local.oauth.access_tokens import AccessTokens
from seawall.local.oauth.server import OAuthServer
from seawall.local.platform.instance.faults import PlatformFaults
from seawall.local.platform.processing.inputs import InputFetcher
from seawall.local.platform.processing.queue import recover_items
from seawall.local.platform.processing.state_events import StateWebhooks, request_state_events
from seawall.local.platform.processing.submissions import NewRun, Submissions, add_runs
from seawall.local.platform.processing.workers import Workers
from seawall.local.platform.settings import FIRST_USER, LocalUser, PlatformSettings
from seawall.local.platform.store.artifacts import ArtifactStore
from seawall.local.platform.store.platform_database import open_database
from seawall.local.platform.store.signed_links import SignedLinks
from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.store.tables import Organization, OutputArtifact, User
from seawall.local.serving.data_folder import locked_data_folder
from seawall.local.serving.database import Database
from seawall.local.serving.secret_files import load_or_create_secret
from seawall.local.serving.wall_clock import WallClock

__all__ = ["LOCAL_ORGANIZATION_ID", "LOCAL_USER_ID", "Account", "Platform"]

LOCAL_USER_ID = FIRST_USER.user_id
LOCAL_ORGANIZATION_ID = FIRST_USER.organization_id


@frozen
class Account:
    """A user and the user's organization."""

    user: User
    organization: Organization


@frozen
class Platform:
    """Database, artifact files, keys and workers of one data folder.

    The API reads and writes through `replica`, all else through `database`: only the API has stale reads.
    `accounts` has the account of each user id; no request changes them.
    """

    settings: PlatformSettings
    clock: WallClock
    accounts: Mapping[str, Account]
    database: Database
    artifacts: ArtifactStore
    links: SignedLinks
    oauth: OAuthServer
    inputs: InputFetcher
    workers: Workers
    webhooks: StateWebhooks | None
    faults: Faults[PlatformFaults]
    replica: StaleReads
    submissions: Submissions
    _opened: ExitStack = field(repr=False)

    @classmethod
    def open(cls, settings: PlatformSettings, clock: WallClock) -> "Platform":
        """Open the data folder, return interrupted items to the queue, start the workers.

        Raises DataFolderInUseError if another local platform uses the folder.
        """
        # If a step fails, the steps before it are undone: another attempt must find the folder unlocked.
        with ExitStack() as opened:
            folder = opened.enter_context(locked_data_folder(settings.data_dir, "platform"))
            database = open_database(folder / "platform.sqlite3")
            opened.callback(database.close)
            artifacts = ArtifactStore(folder / "artifacts")
            with database.write() as session:
                for user in settings.all_users:
                    _ensure_user(session, user, clock)
                accounts = {user.user_id: _account(session, user.user_id) for user in settings.all_users}
                artifacts.remove_all_but(_available_artifacts(session))
            # Before the workers start: afterwards, items in process belong to them.
            recover_items(database, clock())
            key = load_or_create_secret(folder / "links.key", lambda: secrets.token_bytes(32))
            links = SignedLinks(key, settings.signed_url_lifetime_s)
            oauth = _oauth_server(folder, settings, database, clock)
            inputs = InputFetcher(folder / "inputs", settings)
            faults = Faults(parse_faults(settings.faults, PlatformFaults))
            replica = StaleReads(database, lambda: faults.switches.stale_s)
            opened.callback(replica.close)
            webhooks = None
            if settings.webhook_url is not None:
                webhooks = StateWebhooks(database, folder, clock)
                opened.callback(webhooks.stop)
                webhooks.start()
            submissions = Submissions(replica.write, _storing(settings.webhook_url, clock))
            opened.callback(submissions.stop)
            workers = Workers(database, artifacts, inputs, clock, count=settings.worker_count)
            opened.callback(workers.stop)
            workers.start()
            return cls(
                settings=settings,
                clock=clock,
                accounts=accounts,
                database=database,
                artifacts=artifacts,
                links=links,
                oauth=oauth,
                inputs=inputs,
                workers=workers,
                webhooks=webhooks,
                faults=faults,
                replica=replica,
                submissions=submissions,
                opened=opened.pop_all(),
            )

    def notify_webhooks(self) -> None:
        """Send new webhooks now."""
        if self.webhooks is not None:
            self.webhooks.notify()

    def is_admin(self, user_id: str) -> bool:
        """Return True if the user administers the own organization."""
        return any(user.is_admin for user in self.settings.all_users if user.user_id == user_id)

    def close(self) -> None:
        """Stop the workers within a second, then unlock the data folder."""
        self._opened.close()


def _storing(webhook_url: str | None, clock: WallClock) -> Callable[[Session, Sequence[NewRun]], None]:
    def store(session: Session, runs: Sequence[NewRun]) -> None:
        add_runs(session, runs)
        if webhook_url is not None:
            for new in runs:
                request_state_events(session, new.run, webhook_url, clock())

    return store


def _oauth_server(
    folder: Path, settings: PlatformSettings, database: Database, clock: WallClock
) -> OAuthServer:
    return OAuthServer(
        database=database,
        clock=clock,
        access_tokens=AccessTokens(
            folder / "tokens.pem", audience=settings.audience, lifetime_s=settings.token_lifetime_s
        ),
        users=[user.user_id for user in settings.all_users],
        claims_of=_claims_of,
        profile_of=_profile_of,
        approved_by=LOCAL_USER_ID if settings.auto_approve else None,
        # A program with a fixed refresh token shall work again and again.
        rotates_refresh_tokens=not settings.auto_approve,
        refresh_lifetime_s=settings.refresh_lifetime_s,
        device_lifetime_s=settings.device_lifetime_s,
        device_interval_s=settings.device_interval_s,
        most_open_logins=settings.most_open_logins,
    )


def _claims_of(session: Session, user_id: str) -> Mapping[str, str]:
    return {"org_id": session.get_one(User, user_id).organization_id}


def _profile_of(session: Session, user_id: str) -> Mapping[str, object]:
    user = session.get_one(User, user_id)
    return {
        "name": f"{user.given_name} {user.family_name}",
        "given_name": user.given_name,
        "family_name": user.family_name,
        "nickname": user.given_name.lower(),
        "updated_at": int(user.updated_at.timestamp()),
        "email": user.email,
        "email_verified": True,
    }


def _available_artifacts(session: Session) -> list[UUID]:
    return list(
        session.scalars(
            select(OutputArtifact.output_artifact_id).where(OutputArtifact.output == ArtifactOutput.AVAILABLE)
        )
    )


def _account(session: Session, user_id: str) -> Account:
    user = session.get_one(User, user_id)
    return Account(user, session.get_one(Organization, user.organization_id))


def _ensure_user(session: Session, user: LocalUser, clock: WallClock) -> None:
    if session.get(Organization, user.organization_id) is None:
        organization = Organization(
            organization_id=user.organization_id,
            name=user.organization,
            display_name=f"{user.organization.capitalize()} Organization",
        )
        session.add(organization)
        session.flush()  # the user refers to the organization
    if session.get(User, user.user_id) is None:
        given_name = "Local" if user == FIRST_USER else user.name.capitalize()
        session.add(
            User(
                user_id=user.user_id,
                organization_id=user.organization_id,
                email=user.email,
                given_name=given_name,
                family_name="User",
                updated_at=clock(),
            )
        )
