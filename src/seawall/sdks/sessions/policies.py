"""The policies of the sessions SDK's calls."""

from attrs import evolve, frozen

from seawall.core.engine.policy import Policy, PolicySet
from seawall.sdks.sessions.settings import Settings

__all__ = ["Policies", "policies_from"]

# A server that answers so has not begun the request, so a create can be repeated, too.
_UNPROCESSED = frozenset({503})


@frozen(kw_only=True)
class Policies(PolicySet):
    """One policy per kind of call.

    Results of `platform`, the images and the options of resources, are cached. `read` is for reads that are
    never cached: sessions change. `create` starts sessions; it is repeated only if the server has not begun
    it. `write` is for all other changes.
    """

    platform: Policy
    read: Policy
    create: Policy
    write: Policy


def policies_from(settings: Settings) -> Policies:
    """Make the policies that the settings describe."""

    def policy(cache_ttl_s: float = 0.0) -> Policy:
        made = settings.policy(cache_ttl_s)
        return evolve(made, retry=evolve(made.retry, unprocessed=_UNPROCESSED))

    return Policies(
        platform=policy(settings.platform_cache_ttl_s), read=policy(), create=policy(), write=policy()
    )
