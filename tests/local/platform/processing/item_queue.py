"""Item queue on a database of its own, without workers, for tests."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select, update

from seawall.local.platform.processing.queue import claim_next_item, finish_item, recover_items, release_item
from seawall.local.platform.processing.queue_positions import NOT_QUEUED, item_positions, run_positions
from seawall.local.platform.processing.submissions import NewRun, add_runs
from seawall.local.platform.store.platform_database import open_database
from seawall.local.platform.store.states import ItemTerminationReason, RunState
from seawall.local.platform.store.tables import Item, Organization, OutputArtifact, Run, User
from seawall.local.platform.wire.requests import ItemCreationRequest
from tests.local.wall_clock import FakeWallClock


class ItemQueue:
    """The functions of the queue, with one database, one user and a fake clock."""

    def __init__(self, folder: Path, clock: FakeWallClock) -> None:
        self._clock = clock
        self.database = open_database(folder / "queue.sqlite3")
        with self.database.write() as session:
            session.add(Organization(organization_id="o", name="", display_name=""))
            session.flush()
            session.add(
                User(
                    user_id="u",
                    organization_id="o",
                    email="",
                    given_name="",
                    family_name="",
                    updated_at=clock(),
                )
            )

    def add_run(
        self,
        count: int = 1,
        *,
        due_in_s: float | None = None,
        ends_in_s: float | None = None,
        later_s: float = 1,
    ) -> UUID:
        self._clock.advance(later_s)
        run = Run(
            application_id="test-app",
            version_number="1.0.0",
            submitted_at=self._clock(),
            submitted_by="u",
            organization_id="o",
            due_date=None if due_in_s is None else self._clock() + timedelta(seconds=due_in_s),
            deadline=None if ends_in_s is None else self._clock() + timedelta(seconds=ends_in_s),
        )
        requests = [ItemCreationRequest(external_id=str(n), input_artifacts=[]) for n in range(count)]
        with self.database.write() as session:
            add_runs(session, [NewRun(run, requests)])
        return run.run_id

    def run_positions(self, run_ids: list[UUID]) -> dict[UUID, int | None]:
        """The positions of those of the runs that are queued."""
        with self.database.read() as session:
            found = run_positions(session, [session.get_one(Run, run_id) for run_id in run_ids])
        return {run_id: position.in_platform for run_id, position in found.items()}

    def forget_counts(self) -> None:
        """Make all runs those of a server that did not count."""
        with self.database.write() as session:
            session.execute(update(Run).values(pending_count=None))

    def positions(self, run_id: UUID) -> list[int | None]:
        """The positions of the run's items, in the order of submission."""
        with self.database.read() as session:
            items = session.scalars(select(Item).order_by(Item.position)).all()
            found = item_positions(session, session.get_one(Run, run_id), items)
        return [found.get(item.item_id, NOT_QUEUED).in_platform for item in items]

    def claim(self) -> Item | None:
        return claim_next_item(self.database, self._clock())

    def claim_concurrently(self, count: int) -> list[Item]:
        with ThreadPoolExecutor(8) as threads:
            return [item for item in threads.map(lambda _: self.claim(), range(count)) if item]

    def new_claim(self) -> UUID:
        """Claim an item and return its claim."""
        item = self.claim()
        assert item is not None
        assert item.claim is not None
        return item.claim

    def finish(self, claim: UUID, reason: ItemTerminationReason = ItemTerminationReason.SUCCEEDED) -> bool:
        artifact = OutputArtifact(
            output_artifact_id=uuid4(), position=0, name="x", media_type="text/plain", artifact_metadata={}
        )
        return finish_item(self.database, claim, self._clock(), reason=reason, artifacts=[artifact])

    def release(self, claim: UUID) -> None:
        release_item(self.database, claim, self._clock())

    def recover(self) -> None:
        recover_items(self.database, self._clock())

    def run_state(self, run_id: UUID) -> RunState:
        with self.database.read() as session:
            return session.get_one(Run, run_id).state

    def item(self) -> Item:
        """The only item."""
        with self.database.read() as session:
            return session.scalars(select(Item)).one()

    def artifact_count(self) -> int:
        with self.database.read() as session:
            return len(session.scalars(select(OutputArtifact)).all())
