"""The policies of the platform SDK's calls."""

from attrs import frozen

from seawall.core.engine.policy import Policy, PolicySet
from seawall.sdks.platform.settings import Settings

__all__ = ["Policies", "policies_from"]


@frozen(kw_only=True)
class Policies(PolicySet):
    """One policy per kind of call.

    Results of `me`, `application`, `application_version` and `run` are cached, each for its own time; `write`
    is for changes, `download` for files.
    """

    me: Policy
    application: Policy
    application_version: Policy
    run: Policy
    write: Policy
    download: Policy


def policies_from(settings: Settings) -> Policies:
    """Make the policies that the settings describe."""
    return Policies(
        me=settings.policy(settings.me_cache_ttl_s),
        application=settings.policy(settings.application_cache_ttl_s),
        application_version=settings.policy(settings.application_version_cache_ttl_s),
        run=settings.policy(settings.run_cache_ttl_s),
        write=settings.policy(),
        download=settings.policy(),
    )
