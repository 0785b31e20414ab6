"""The policies of the agents SDK's calls: one budget for each kind of call, as the API counts them."""

from attrs import evolve, frozen

from seawall.core.engine.policy import Policy, PolicySet, RateLimit
from seawall.sdks.agents.settings import Settings

__all__ = ["Policies", "policies_from"]

# The limits of the API for one token.
_LIMITS = {
    "standard": RateLimit(most=60, per_s=30.0),
    "create": RateLimit(most=10, per_s=60.0),
    "analyze": RateLimit(most=5, per_s=60.0),
    "edit": RateLimit(most=30, per_s=60.0),
    "logs": RateLimit(most=60, per_s=60.0),
    "webhook test": RateLimit(most=10, per_s=60.0),
}
# The API counts a call before it does anything, so a call that it rejects by a limit can be repeated.
_UNPROCESSED = frozenset({429})


@frozen(kw_only=True)
class Policies(PolicySet):
    """One policy per kind of call.

    Results of `me`, `user`, `organization` and `rules` are cached, each for its own time. `read` is for reads
    that are never cached: runs change. `create` starts runs, `analyze` starts runs that look at the log of a
    sandbox or for setup commands, `edit` changes pull requests, and `write` is for all other changes.
    """

    me: Policy
    user: Policy
    organization: Policy
    rules: Policy
    read: Policy
    logs: Policy
    create: Policy
    analyze: Policy
    edit: Policy
    webhook_test: Policy
    write: Policy


def policies_from(settings: Settings) -> Policies:
    """Make the policies that the settings describe."""

    def policy(budget: str, cache_ttl_s: float = 0.0) -> Policy:
        made = settings.policy(cache_ttl_s)
        made = evolve(made, retry=evolve(made.retry, unprocessed=_UNPROCESSED))
        if made.limit is not None:
            # A limit of the user's own is for all calls together.
            return made
        return evolve(made, budget=budget, limit=_LIMITS[budget] if settings.rate_limits else None)

    return Policies(
        me=policy("standard", settings.me_cache_ttl_s),
        user=policy("standard", settings.user_cache_ttl_s),
        organization=policy("standard", settings.organization_cache_ttl_s),
        rules=policy("edit", settings.organization_cache_ttl_s),
        read=policy("standard"),
        logs=policy("logs"),
        create=policy("create"),
        analyze=policy("analyze"),
        edit=policy("edit"),
        webhook_test=policy("webhook test"),
        write=policy("standard"),
    )
