"""The policies of the platform SDK's calls."""

from attrs import evolve, frozen

from seawall.core.engine.policy import Policy, PolicySet
from seawall.sdks.platform.settings import Settings

__all__ = ["Policies", "policies_from"]


@frozen(kw_only=True)
class Policies(PolicySet):
    """One policy per kind of call.

    Results of `me`, `application`, `application_version` and `run` are cached, each for its own time;
    `submit`, `cancel`, `delete` and `write` are for changes, `download` for files.
    """

    me: Policy
    application: Policy
    application_version: Policy
    run: Policy
    submit: Policy
    cancel: Policy
    delete: Policy
    write: Policy
    download: Policy


def policies_from(settings: Settings) -> Policies:
    """Make the policies that the settings describe."""
    general = settings.policy()
    return Policies(
        me=_read(settings, "me"),
        application=_read(settings, "application"),
        application_version=_read(settings, "application_version"),
        run=_read(settings, "run"),
        submit=_within(general, settings.run_submit_timeout_s),
        cancel=_within(general, settings.run_cancel_timeout_s),
        delete=_within(general, settings.run_delete_timeout_s),
        write=general,
        download=general,
    )


def _read(settings: Settings, kind: str) -> Policy:
    """The policy of a kind of read: its own settings, and the general ones for those that are None."""
    general = settings.policy(getattr(settings, f"{kind}_cache_ttl_s"))
    return settings.policy_of(kind, general)


def _within(policy: Policy, timeout_s: float | None) -> Policy:
    return policy if timeout_s is None else evolve(policy, attempt_timeout_s=timeout_s)
