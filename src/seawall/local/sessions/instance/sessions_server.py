"""State that the routes share: one object, opened and closed as a whole."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from attrs import field, frozen

from seawall.local.faults.call_faults import Faults
from seawall.local.oauth.tables import OAuthTable
from seawall.local.serving.data_folder import locked_data_folder
from seawall.local.serving.database import Database
from seawall.local.serving.user_tokens import load_tokens
from seawall.local.serving.wall_clock import WallClock
from seawall.local.sessions.identity.instance import Identity
from seawall.local.sessions.instance.faults import Switches
from seawall.local.sessions.instance.session_runner import SessionRunner
from seawall.local.sessions.processing.execution import check_system
from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.tables import Table

__all__ = ["SessionsServer"]

# Name of a user, and the reason for which the platform refuses the user.
_USERS = {
    "ada": None,
    "grace": None,
    "linus": "No POSIX Principal",
    "mallory": "Not authorized to use the skaha system",
}


@frozen
class SessionsServer:
    """Database, users and sessions of one data folder."""

    settings: SessionsSettings
    clock: WallClock
    database: Database
    runner: SessionRunner
    faults: Faults[Switches]
    folder: Path
    refused_users: Mapping[str, str]
    identity: Identity
    _opened: ExitStack = field(repr=False)

    @classmethod
    def open(cls, settings: SessionsSettings, clock: WallClock) -> "SessionsServer":
        """Open the data folder.

        Raises DataFolderInUseError if another local server uses the folder, and ConfigError if the commands
        of sessions can not be run on this system.
        """
        if settings.execute:
            check_system()
        # If a step fails, the steps before it are undone: another attempt must find the folder unlocked.
        with ExitStack() as opened:
            folder = opened.enter_context(locked_data_folder(settings.data_dir, "sessions server"))
            tokens = load_tokens(folder, _USERS, prefix="local-")
            database = Database(folder / "sessions.sqlite3", Table.metadata, OAuthTable.metadata)
            opened.callback(database.close)
            identity = Identity.open(folder, settings.identity, database=database, tokens=tokens, clock=clock)
            runner = SessionRunner(database, settings, folder, clock)
            opened.callback(runner.close)
            runner.open()
            return cls(
                settings=settings,
                clock=clock,
                database=database,
                runner=runner,
                faults=Faults(Switches()),
                folder=folder,
                refused_users={user: reason for user, reason in _USERS.items() if reason is not None},
                identity=identity,
                opened=opened.pop_all(),
            )

    def apply_due(self) -> None:
        """Apply the changes that are due: a reader sees the states of now."""
        self.runner.apply_due()

    def close(self) -> None:
        """Stop the commands of sessions, and unlock the data folder."""
        self._opened.close()
