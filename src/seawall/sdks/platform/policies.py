"""The policies that the platform SDK's calls go under, and how a user's options change them."""

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, fields, frozen

from seawall.core.policy import Policy

if TYPE_CHECKING:
    from seawall.sdks.platform.settings import Settings

__all__ = ["Policies", "policies_from"]

T = TypeVar("T")


@frozen(kw_only=True)
class Policies:
    """One policy per kind of call.

    Reads of `me`, `application`, `application_version` and `run` keep their answers for a time each; `write`
    changes something; `download` moves files.
    """

    me: Policy
    application: Policy
    application_version: Policy
    run: Policy
    write: Policy
    download: Policy

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
                attempt_timeout_s=_or(attempt_timeout_s, policy.attempt_timeout_s),
                deadline_s=_or(deadline_s, policy.deadline_s),
                retry=evolve(policy.retry, attempts=_or(attempts, policy.retry.attempts)),
            )

        return Policies(**{field.name: change(getattr(self, field.name)) for field in fields(Policies)})


def _or(given: T | None, before: T) -> T:
    return before if given is None else given


def policies_from(settings: "Settings") -> Policies:
    """The policies that the settings describe; a cache time of 0 keeps nothing."""
    plain = settings.policy

    def kept(ttl_s: float) -> Policy:
        return evolve(plain, cache_ttl_s=ttl_s or None)

    return Policies(
        me=kept(settings.me_cache_ttl_s),
        application=kept(settings.application_cache_ttl_s),
        application_version=kept(settings.application_version_cache_ttl_s),
        run=kept(settings.run_cache_ttl_s),
        write=plain,
        download=plain,
    )
