"""The public environments of the platform, by the root URL of the API: each has a login server. Pure.

The URLs and audiences are public facts of the platform's own Python client. A client id is not among them:
each program registers its own.
"""

from urllib.parse import urlsplit

from attrs import frozen

__all__ = ["ENVIRONMENTS", "Environment", "environment_of"]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@frozen(kw_only=True)
class Environment:
    """An environment: the root URL of its API, and the login server and audience of its tokens.

    Without `issuer` the API's own server is the login server.
    """

    name: str
    api_root: str | None = None
    issuer: str | None = None
    audience: str | None = None


ENVIRONMENTS = (
    Environment(
        name="production",
        api_root="https://platform.aignostics.com",
        issuer="https://aignostics-platform.eu.auth0.com",
        audience="https://aignostics-platform-samia",
    ),
    Environment(
        name="staging",
        api_root="https://platform-staging.aignostics.com",
        issuer="https://aignostics-platform-staging.eu.auth0.com",
        audience="https://aignostics-platform-staging-samia",
    ),
    Environment(
        name="dev",
        api_root="https://platform-dev.aignostics.ai",
        issuer="https://dev-8ouohmmrbuh2h4vu.eu.auth0.com",
        audience="https://dev-8ouohmmrbuh2h4vu-samia",
    ),
)
"""The environments with a server of their own."""


def environment_of(base_url: str) -> Environment:
    """Return the environment whose API is at `base_url`.

    A server on this machine is `local`, and one below the reserved name `.test` (RFC 6761) is `test`; any
    other server is `custom`. These are their own login servers.
    """
    for environment in ENVIRONMENTS:
        if environment.api_root == base_url.lower():
            return environment
    host = urlsplit(base_url).hostname or ""
    if host in _LOOPBACK:
        return Environment(name="local")
    return Environment(name="test" if host == "test" or host.endswith(".test") else "custom")
