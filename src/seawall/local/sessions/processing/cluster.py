"""Resources of the cluster, and their use by the sessions that run."""

from attrs import frozen
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["FLEXIBLE_CORES", "FLEXIBLE_RAM_GB", "Use", "use_of", "use_of_cluster"]

FLEXIBLE_CORES = 1
FLEXIBLE_RAM_GB = 4
"""Requests of a session that names no cores or no memory."""


@frozen
class Use:
    """Resources of sessions."""

    cores: int
    ram_gb: int
    gpus: int

    def plus(self, other: "Use") -> "Use":
        """Return the sum."""
        return Use(self.cores + other.cores, self.ram_gb + other.ram_gb, self.gpus + other.gpus)

    def minus(self, other: "Use") -> "Use":
        """Return the difference."""
        return Use(self.cores - other.cores, self.ram_gb - other.ram_gb, self.gpus - other.gpus)

    def has_room(self, other: "Use", settings: SessionsSettings) -> bool:
        """Return true if the cluster has room for `other`, too."""
        total = self.plus(other)
        return (
            total.cores <= settings.cluster_cores
            and total.ram_gb <= settings.cluster_ram_gb
            and total.gpus <= settings.cluster_gpus
        )


def use_of(session: Session) -> Use:
    """The resources of one session."""
    return Use(session.cores or FLEXIBLE_CORES, session.ram_gb or FLEXIBLE_RAM_GB, session.gpus or 0)


def use_of_cluster(transaction: Transaction) -> Use:
    """The resources of all sessions that run."""
    query = select(
        func.coalesce(func.sum(func.coalesce(Session.cores, FLEXIBLE_CORES)), 0),
        func.coalesce(func.sum(func.coalesce(Session.ram_gb, FLEXIBLE_RAM_GB)), 0),
        func.coalesce(func.sum(func.coalesce(Session.gpus, 0)), 0),
    ).where(Session.status == SessionStatus.RUNNING)
    cores, ram_gb, gpus = transaction.execute(query).one()
    return Use(cores, ram_gb, gpus)
