"""The policies that the platform SDK's calls go under."""

from attrs import frozen

from seawall.core.engine.policy import Policy, PolicySet
from seawall.sdks.platform.settings import Settings

__all__ = ["Policies", "policies_from"]


@frozen(kw_only=True)
class Policies(PolicySet):
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


def policies_from(settings: Settings) -> Policies:
    """The policies that the settings describe."""
    return Policies(
        me=settings.policy(settings.me_cache_ttl_s),
        application=settings.policy(settings.application_cache_ttl_s),
        application_version=settings.policy(settings.application_version_cache_ttl_s),
        run=settings.policy(settings.run_cache_ttl_s),
        write=settings.policy(),
        download=settings.policy(),
    )
