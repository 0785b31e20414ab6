"""Resources of the cluster, and their use by the sessions that run."""

from attrs import frozen
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from seawall.local.sessions.settings import SessionsSettings
from seawall.local.sessions.store.states import SessionStatus
from seawall.local.sessions.store.tables import Session

__all__ = ["FLEXIBLE_CORES", "FLEXIBLE_RAM_GB", "Use", "has_room", "use_of_cluster"]

FLEXIBLE_CORES = 1
FLEXIBLE_RAM_GB = 4
"""What a session requests that names no cores or no memory."""


@frozen
class Use:
    """Resources of sessions."""

    cores: float
    ram_gb: float
    gpus: int


def use_of_cluster(transaction: Transaction) -> Use:
    """The resources of all sessions that run."""
    query = select(
        func.coalesce(func.sum(func.coalesce(Session.cores, FLEXIBLE_CORES)), 0),
        func.coalesce(func.sum(func.coalesce(Session.ram_gb, FLEXIBLE_RAM_GB)), 0),
        func.coalesce(func.sum(func.coalesce(Session.gpus, 0)), 0),
    ).where(Session.status == SessionStatus.RUNNING)
    cores, ram_gb, gpus = transaction.execute(query).one()
    return Use(cores, ram_gb, gpus)


def has_room(transaction: Transaction, session: Session, settings: SessionsSettings) -> bool:
    """Return whether a pending session fits beside the running ones."""
    use = use_of_cluster(transaction)
    return (
        use.cores + (session.cores or FLEXIBLE_CORES) <= settings.cluster_cores
        and use.ram_gb + (session.ram_gb or FLEXIBLE_RAM_GB) <= settings.cluster_ram_gb
        and use.gpus + (session.gpus or 0) <= settings.cluster_gpus
    )
