"""Settings and policies."""

from typing import ClassVar

from attrs import frozen
from seawall.core.engine.policy import Policy, PolicySet
from seawall.runtime import TokenSettings

__all__ = ["Policies", "Settings", "policies_from"]


class Settings(TokenSettings):
    """Each field is also an environment variable, e.g. AGENTS_SDK_BASE_URL."""

    section: ClassVar[str] = "agents_sdk"
    environment_prefix: ClassVar[str] = "AGENTS_SDK_"


@frozen(kw_only=True)
class Policies(PolicySet):
    """One policy for each kind of call."""

    read: Policy
    write: Policy


def policies_from(settings: Settings) -> Policies:
    """Make the policies that the settings describe."""
    return Policies(read=settings.policy(), write=settings.policy())
