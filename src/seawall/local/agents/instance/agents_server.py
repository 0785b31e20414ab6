"""State that routes and the scheduler share: one object, opened and closed as a whole."""

from contextlib import ExitStack

from attrs import field, frozen

from seawall.local.agents.instance.rate_limits import RateLimits
from seawall.local.agents.processing.scheduler import Scheduler
from seawall.local.agents.processing.webhooks import webhook_policy
from seawall.local.agents.settings import AgentsSettings
from seawall.local.agents.store.first_users import add_first_users, load_tokens
from seawall.local.agents.store.tables import Table
from seawall.local.serving.data_folder import locked_data_folder
from seawall.local.serving.database import Database
from seawall.local.serving.wall_clock import WallClock
from seawall.local.webhooks.sender import WebhookSender
from seawall.local.webhooks.tables import WebhookTable

__all__ = ["AgentsServer"]


@frozen
class AgentsServer:
    """Database, tokens, rate limits and scheduler of one data folder."""

    settings: AgentsSettings
    clock: WallClock
    database: Database
    rate_limits: RateLimits
    webhooks: WebhookSender
    scheduler: Scheduler
    _opened: ExitStack = field(repr=False)

    @classmethod
    def open(cls, settings: AgentsSettings, clock: WallClock) -> "AgentsServer":
        """Open the data folder and start the scheduler.

        Raises DataFolderInUseError if another local server uses the folder.
        """
        # If a step fails, the steps before it are undone: another attempt must find the folder unlocked.
        with ExitStack() as opened:
            folder = opened.enter_context(locked_data_folder(settings.data_dir, "agents server"))
            tokens = load_tokens(folder)
            database = Database(folder / "agents.sqlite3", Table.metadata, WebhookTable.metadata)
            opened.callback(database.close)
            with database.write() as session:
                add_first_users(session, tokens)
            webhooks = WebhookSender(database, webhook_policy(settings))
            opened.callback(webhooks.close)
            scheduler = Scheduler(database, webhooks, clock)
            scheduler.start()
            opened.callback(scheduler.stop)
            return cls(
                settings=settings,
                clock=clock,
                database=database,
                rate_limits=RateLimits(clock, is_on=settings.rate_limits),
                webhooks=webhooks,
                scheduler=scheduler,
                opened=opened.pop_all(),
            )

    def close(self) -> None:
        """Stop the scheduler, then unlock the data folder."""
        self._opened.close()
