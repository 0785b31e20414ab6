# DO NOT EDIT. Derived from ../_async/test_other_process.py by "python -m seawall.codegen.derive".
"""Clients and their parts can not be pickled or copied; the error says what to send in place of them."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from seawall.runtime import Engine
from seawall.sdks.platform import Client
from seawall.transports import MemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, me, reply

TOKEN = "t0ken-s3cret"


def client_of(platform: Platform) -> Client:
    return Client(base_url="http://platform.test", token=TOKEN, transport=MemoryTransport(platform))


def parts(client: Client) -> dict[str, tuple[Any, str]]:
    """Each part that a user may hold, with the end of its error."""
    transport = MemoryTransport(Platform({}))
    there = "Make a client in the other process"
    return {
        "client": (client, f"{there}, with the same settings"),
        "copy": (client.with_options(attempts=1), f"{there}, with the same settings"),
        "runs": (client.runs, f"{there}, and use its resource."),
        "applications": (client.applications, f"{there}, and use its resource."),
        "handle": (client.run(RUN_ID), "Send its `run_id`, and call `client.run(run_id)` there."),
        "pages": (client.runs.list(), "Send the items, or the token of a page"),
        "results": (client.run(RUN_ID).results(), "Send the items, or the token of a page"),
        "engine": (
            Engine(transport, base_url="http://platform.test"),
            "Make an engine in the other process",
        ),
        "transport": (transport, "Make a transport in the other process."),
        "cache": (client.cache, "Make a cache there"),
        "bound method": (client.me, f"{there}, with the same settings"),
    }


def test_no_part_of_a_client_is_pickled_or_copied(subtests: pytest.Subtests) -> None:
    for name, (part, remedy) in parts(client_of(Platform({}))).items():
        ways: dict[str, Callable[[Any], Any]] = {"pickle": pickle.dumps, "deepcopy": copy.deepcopy}
        if name != "bound method":
            ways["copy"] = copy.copy
        for way, send in ways.items():
            with subtests.test(row=f"{name} {way}"):
                with pytest.raises(TypeError, match="belongs to one process") as caught:
                    send(part)
                assert remedy in str(caught.value)
                assert TOKEN not in str(caught.value)


def test_the_repr_of_each_part_says_what_it_is() -> None:
    for name, (part, _) in parts(client_of(Platform({}))).items():
        if name != "bound method":
            text = repr(part)
            assert text.startswith(type(part).__name__)
            assert " at 0x" not in text
            assert TOKEN not in text
    assert repr(client_of(Platform({})).runs) == "Runs('http://platform.test/api')"


def test_results_and_ids_can_be_sent() -> None:
    client = client_of(Platform({"GET /api/v1/me": reply(me())}))
    seen = client.me()
    assert pickle.loads(pickle.dumps(seen)) == seen
    assert pickle.loads(pickle.dumps(client.run(RUN_ID).run_id)) == client.run(RUN_ID).run_id
