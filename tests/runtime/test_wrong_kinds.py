"""A URL or a path of a wrong kind is an error of ours that names the argument and does not show its value."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seawall.core.auth.jwt import JwtRules
from seawall.core.engine.policy import Policy
from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Response
from seawall.runtime import (
    AsyncLimiter,
    AsyncRedisCacheStore,
    BulkJournal,
    ClientCertificate,
    ClientCredentials,
    ContextFile,
    Downloader,
    Downloads,
    Engine,
    Limiter,
    RedisCacheStore,
    StoredTokens,
    TokenFile,
    TokenKeyring,
    TokenVerifier,
    load_sources,
)
from seawall.runtime.auth.login import browser_login, device_login
from seawall.runtime.auth.token_store import MemoryTokenStore
from seawall.testing import Cassette, MemoryTransport
from seawall.transports import TransportOptions
from tests.rows import row

SECRET = "hunter2hunter2"
TRANSPORT = MemoryTransport(lambda _: Response(404))
URL = "https://login.test"


def credentials(**arguments: Any) -> ClientCredentials:
    return ClientCredentials(TRANSPORT, **{"client_id": "id", "client_secret": "secret"} | arguments)


URLS: dict[str, Callable[[Any], object]] = {
    "Limiter(redis_url=…)": lambda value: Limiter(redis_url=value),
    "AsyncLimiter(redis_url=…)": lambda value: AsyncLimiter(redis_url=value),
    "RedisCacheStore": RedisCacheStore,
    "AsyncRedisCacheStore": AsyncRedisCacheStore,
    "Engine": lambda value: Engine(TRANSPORT, base_url=value),
    "StoredTokens(issuer=…)": lambda value: StoredTokens(
        MemoryTokenStore(), TRANSPORT, issuer=value, client_id="id"
    ),
    "StoredTokens(client_id=…)": lambda value: StoredTokens(
        MemoryTokenStore(), TRANSPORT, issuer=URL, client_id=value
    ),
    "ClientCredentials(issuer=…)": lambda value: credentials(issuer=value),
    "ClientCredentials(token_url=…)": lambda value: credentials(token_url=value),
    "ClientCredentials(client_id=…)": lambda value: credentials(client_id=value, issuer=URL),
    "ClientCredentials(client_secret=…)": lambda value: credentials(client_secret=value, issuer=URL),
    "TokenVerifier": lambda value: TokenVerifier(
        TRANSPORT, JwtRules(issuer=URL, audience="a"), jwks_url=value
    ),
    "browser_login": lambda value: browser_login(value, "id", transport=TRANSPORT, show=print),
    "device_login": lambda value: device_login(value, "id", transport=TRANSPORT, show=print),
}
PATHS: dict[str, Callable[[Any], object]] = {
    "TokenFile": TokenFile,
    "TokenKeyring": lambda value: TokenKeyring("name", lock_folder=value),
    "BulkJournal": lambda value: BulkJournal(path=value, job="job"),
    "ContextFile": ContextFile,
    "load_sources": lambda value: load_sources(folder=value, environment={}),
    "Downloader": lambda value: Downloader(TRANSPORT, Policy()).fetch(lambda: URL, value),
    "Downloads": lambda value: Downloads(Downloader(TRANSPORT, Policy()), value),
    "ClientCertificate": ClientCertificate,
    "key_file": lambda value: ClientCertificate("x", key_file=value),
    "ca_file": lambda value: TransportOptions(ca_file=value),
    "client_cert": lambda value: TransportOptions(client_cert=value),
    "client_key": lambda value: TransportOptions(client_key=value),
    "Cassette": Cassette,
}
WRONG_KINDS: list[object] = [5, 0.5, True, SECRET.encode(), [SECRET], (SECRET,), {"a": SECRET}, object(), str]


@pytest.mark.parametrize("name", URLS)
def test_a_url_of_a_wrong_kind(name: str) -> None:
    for value in [*WRONG_KINDS, Path(SECRET)]:
        with row(value), pytest.raises(ConfigError, match=r" is (of type|the class) \w+\. Give ") as caught:
            URLS[name](value)
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize("name", PATHS)
def test_a_path_of_a_wrong_kind(name: str) -> None:
    for value in WRONG_KINDS:
        with (
            row(value),
            pytest.raises((ConfigError, InputError), match=r" is (of type|the class) \w+\. Give ") as caught,
        ):
            PATHS[name](value)
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize("name", PATHS)
def test_a_path_that_can_not_be_the_name_of_a_file(name: str) -> None:
    for value in ["", "a\0b", "\ud800"]:
        with row(value), pytest.raises((ConfigError, InputError)):
            PATHS[name](value)
