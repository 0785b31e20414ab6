"""Settings, policies and calls of a toy SDK, for tests."""

from typing import Any, ClassVar

from attrs import frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, PolicySet
from seawall.runtime import CacheTtl, LoginSettings

URL = "http://toy.test"


class ToySettings(LoginSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"

    read_cache_ttl_s: CacheTtl = 30.0


@frozen(kw_only=True)
class ToyPolicies(PolicySet):
    read: Policy
    write: Policy


def toy_policies(settings: ToySettings) -> ToyPolicies:
    return ToyPolicies(read=settings.policy(settings.read_cache_ttl_s), write=settings.policy())


def a_toy(method: str = "GET") -> Call[Any]:
    return Call(Operation[Any](id=f"{method} toy", method=method, path="/toys/1", result_types={200: dict}))
