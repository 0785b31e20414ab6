"""The policies of the agents SDK's calls: one rate limit for each kind of call, as the API counts them."""

from attrs import evolve, frozen

from seawall.core.engine.policy import Policy, PolicySet, RateLimit
from seawall.sdks.agents.settings import Settings

__all__ = ["Policies", "policies_from"]

# The limits of the API for one token. Equal limits would be one budget, so none is equal to another.
_STANDARD = RateLimit(most=60, per_s=30.0)
_CREATE = RateLimit(most=10, per_s=60.0)
_ANALYZE = RateLimit(most=5, per_s=60.0)
_EDIT = RateLimit(most=30, per_s=60.0)
_LOGS = RateLimit(most=60, per_s=60.0)


@frozen(kw_only=True)
class Policies(PolicySet):
    """One policy per kind of call.

    Results of `me`, `user` and `organization` are cached, each for its own time; `read` is for reads that are
    never cached: runs change. `create` starts runs, `write` is for the other changes, `logs`, `analyze` and
    `edit` have limits of their own.
    """

    me: Policy
    user: Policy
    organization: Policy
    read: Policy
    create: Policy
    write: Policy
    logs: Policy
    analyze: Policy
    edit: Policy


def policies_from(settings: Settings) -> Policies:
    """Make the policies that the settings describe."""

    def policy(limit: RateLimit, cache_ttl_s: float = 0.0) -> Policy:
        made = settings.policy(cache_ttl_s)
        # A limit of the user's own replaces those of the API.
        return made if made.limit is not None or not settings.rate_limits else evolve(made, limit=limit)

    return Policies(
        me=policy(_STANDARD, settings.me_cache_ttl_s),
        user=policy(_STANDARD, settings.user_cache_ttl_s),
        organization=policy(_STANDARD, settings.organization_cache_ttl_s),
        read=policy(_STANDARD),
        create=policy(_CREATE),
        write=policy(_STANDARD),
        logs=policy(_LOGS),
        analyze=policy(_ANALYZE),
        edit=policy(_EDIT),
    )
