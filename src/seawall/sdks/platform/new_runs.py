"""The runs that a client has just created, which a replica of the platform may not know yet. Pure."""

from uuid import UUID

from attrs import evolve, field, frozen

from seawall.core.engine.policy import Policy

__all__ = ["NewRuns"]

_MOST = 1000
"""The number of runs that are remembered: a client that creates more in a few seconds forgets the oldest."""


@frozen(eq=False)
class NewRuns:
    """Remembers the runs that a client creates, for `lag_s` seconds each. Times are on a monotonic clock."""

    lag_s: float
    _created_s: dict[UUID, float] = field(factory=dict, init=False)

    def add(self, run_id: UUID, now_s: float) -> None:
        """Remember a run that was created at `now_s`."""
        self._created_s[run_id] = now_s
        while len(self._created_s) > _MOST:
            self._created_s.pop(next(iter(self._created_s)), None)

    def policy(self, run_id: UUID, policy: Policy, now_s: float) -> Policy:
        """Return `policy`, or one that repeats a read after 404 if the run is new."""
        created_s = self._created_s.get(run_id)
        if created_s is None:
            return policy
        left_s = self.lag_s - (now_s - created_s)
        if left_s <= 0:
            self._created_s.pop(run_id, None)
            return policy
        return evolve(policy, retry=evolve(policy.retry, missing_for_s=left_s))
