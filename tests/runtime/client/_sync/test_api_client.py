# DO NOT EDIT. Derived from ../_async/test_api_client.py by "python -m seawall.codegen.derive".
"""The base class of clients: copies, closing and repr."""

from typing import Any

import pytest

from seawall.core.errors import ConfigError
from tests.runtime.client._sync.toys import ToyClient, answering
from tests.runtime.toy_sdk import URL


def test_resources_share_the_connection_and_the_policies() -> None:
    client = ToyClient()
    assert client.toys.get() == {"toy": 1}
    context = client.toys.context
    assert (context.api_url, context.concurrency) == (f"{URL}/deep/api", 7)
    assert context.engine is context.connection.engine
    assert client.cache is context.connection.cache
    assert client.cache.statistics.misses == 1


def test_a_copy_changes_its_own_calls_alone() -> None:
    transport = answering()
    client = ToyClient(transport)
    copy = client.with_options(attempt_timeout_s=7)
    assert type(copy) is ToyClient
    for one in (copy, client, copy.with_options(deadline_s=5)):
        one.toys.get(nocache=True)
    assert transport.timeouts_s == pytest.approx([7, 30, 5])


def test_a_copy_shares_the_cache_and_the_connection() -> None:
    transport = answering()
    client = ToyClient(transport)
    copy = client.with_options(attempts=2)
    client.toys.get()
    copy.toys.get()
    assert len(transport.requests) == 1
    assert copy.cache is client.cache


@pytest.mark.parametrize(
    "option", [{"attempts": "3"}, {"attempts": 0}, {"deadline_s": 0}, {"attempt_timeout_s": float("nan")}]
)
def test_an_option_out_of_range_is_an_error(option: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=f"{next(iter(option))} must be"):
        ToyClient().with_options(**option)


def test_closing_a_copy_closes_nothing() -> None:
    client = ToyClient()
    with client.with_options(attempts=2) as copy:
        copy.toys.get()
    copy.with_options(attempts=3).close()
    assert client.toys.get(nocache=True) == copy.toys.get(nocache=True) == {"toy": 1}


def test_after_close_cached_reads_and_copies_raise_too() -> None:
    with ToyClient() as client:
        copy = client.with_options(attempts=2)
        client.toys.get()
    for one in (client, copy, client.with_options(attempts=3)):
        for nocache in (False, True):
            with pytest.raises(ConfigError, match="The client is closed"):
                one.toys.get(nocache=nocache)
    # What stands in the cache may still be counted.
    assert client.cache.statistics.size == 1
    client.close()


def test_the_repr_has_the_base_url_and_no_secret() -> None:
    client = ToyClient()
    assert repr(client) == f"ToyClient('{URL}/deep')"
    assert repr(client.with_options(attempts=2)) == repr(client)
    assert "s3cret" not in repr(vars(client))


def test_a_client_that_is_not_made_yet_has_a_repr() -> None:
    # A traceback with local variables shows it, if its constructor raises.
    assert repr(object.__new__(ToyClient)) == "ToyClient()"
