"""The policies that the platform SDK's calls go under, and how a user's options change them."""

from attrs import evolve, field, frozen

from seawall.core.policy import Policy

__all__ = ["Policies"]


@frozen(kw_only=True)
class Policies:
    """One policy per kind of call: `read` changes nothing, `write` does, `download` moves files."""

    read: Policy = field(factory=Policy)
    write: Policy = field(factory=Policy)
    download: Policy = field(factory=Policy)

    def changed(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> "Policies":
        """These policies with what is not None changed in all of them; raises ConfigError."""

        def change(policy: Policy) -> Policy:
            return evolve(
                policy,
                attempt_timeout_s=policy.attempt_timeout_s
                if attempt_timeout_s is None
                else attempt_timeout_s,
                deadline_s=policy.deadline_s if deadline_s is None else deadline_s,
                retry=policy.retry if attempts is None else evolve(policy.retry, attempts=attempts),
            )

        return Policies(read=change(self.read), write=change(self.write), download=change(self.download))
