"""State that routes and workers share: one object, opened and closed as a whole."""

import secrets
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from attrs import field, frozen
from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.platform.instance.access_tokens import AccessTokens
from seawall.local.platform.processing.inputs import InputFetcher
from seawall.local.platform.processing.queue import recover_items
from seawall.local.platform.processing.workers import Workers
from seawall.local.platform.settings import PlatformSettings
from seawall.local.platform.store.artifacts import ArtifactLinks, ArtifactStore
from seawall.local.platform.store.database import Database
from seawall.local.platform.store.secret_files import load_or_create_secret
from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.store.tables import Organization, OutputArtifact, User
from seawall.local.platform.store.wall_clock import WallClock
from seawall.runtime.files.file_lock import try_lock_file

__all__ = ["LOCAL_USER_ID", "DataFolderInUseError", "Platform"]

LOCAL_USER_ID = "local|user"
LOCAL_ORGANIZATION_ID = "org_local"


class DataFolderInUseError(Exception):
    """Another local platform runs on the same data folder."""


@frozen
class Platform:
    """Database, artifact files, keys and workers of one data folder."""

    settings: PlatformSettings
    clock: WallClock
    database: Database
    artifacts: ArtifactStore
    links: ArtifactLinks
    access_tokens: AccessTokens
    workers: Workers
    _opened: ExitStack = field(repr=False)

    @classmethod
    def open(cls, settings: PlatformSettings, clock: WallClock) -> "Platform":
        """Open the data folder, return interrupted items to the queue, start the workers.

        Raises DataFolderInUseError if another local platform uses the folder.
        """
        folder = settings.data_dir
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # If a step fails, the steps before it are undone: another attempt must find the folder unlocked.
        with ExitStack() as opened:
            _lock_data_folder(folder, opened)
            database = Database(folder / "platform.sqlite3")
            opened.callback(database.close)
            artifacts = ArtifactStore(folder / "artifacts")
            with database.write() as session:
                _ensure_user(session, clock)
                artifacts.remove_all_but(_available_artifacts(session))
            # Before the workers start: afterwards, items in process belong to them.
            recover_items(database, clock())
            key = load_or_create_secret(folder / "links.key", lambda: secrets.token_bytes(32))
            links = ArtifactLinks(key, settings.signed_url_lifetime_s)
            access_tokens = AccessTokens(
                folder / "tokens.pem", audience=settings.audience, lifetime_s=settings.token_lifetime_s
            )
            inputs = InputFetcher(folder / "inputs", settings)
            workers = Workers(database, artifacts, inputs, clock, count=settings.worker_count)
            opened.callback(workers.stop)
            workers.start()
            return cls(
                settings=settings,
                clock=clock,
                database=database,
                artifacts=artifacts,
                links=links,
                access_tokens=access_tokens,
                workers=workers,
                opened=opened.pop_all(),
            )

    def close(self) -> None:
        """Stop the workers within a second, then unlock the data folder."""
        self._opened.close()


def _lock_data_folder(folder: Path, opened: ExitStack) -> None:
    # The operating system releases the lock when the process ends, even after SIGKILL.
    release = try_lock_file(folder / "lock")
    if release is None:
        raise DataFolderInUseError(
            f"Another local platform uses the data folder {folder}. Stop it or use another folder."
        )
    opened.callback(release)


def _available_artifacts(session: Session) -> list[UUID]:
    return list(
        session.scalars(
            select(OutputArtifact.output_artifact_id).where(OutputArtifact.output == ArtifactOutput.AVAILABLE)
        )
    )


def _ensure_user(session: Session, clock: WallClock) -> None:
    if session.get(User, LOCAL_USER_ID) is not None:
        return
    session.add(
        Organization(organization_id=LOCAL_ORGANIZATION_ID, name="local", display_name="Local Organization")
    )
    session.flush()  # the user refers to the organization
    session.add(
        User(
            user_id=LOCAL_USER_ID,
            organization_id=LOCAL_ORGANIZATION_ID,
            email="local.user@example.com",
            given_name="Local",
            family_name="User",
            updated_at=clock(),
        )
    )
