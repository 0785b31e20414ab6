"""A page of items, decoded and encoded: by the platform SDK, and by the models of other generators."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from uuid import UUID

from benchmarks.contenders.sync_calls import STOCK_CLIENT, repeated
from benchmarks.harness.worker import Run
from benchmarks.more.codec import ITEM
from benchmarks.peer_clients import PYDANTIC_MODELS

# A page of 100 would ask for the next one.
ITEMS = 99
MODEL = "ItemResultReadResponse"


def page() -> bytes:
    """The body of a page."""
    return json.dumps([{**ITEM, "item_id": str(UUID(int=number))} for number in range(ITEMS)]).encode()


@contextmanager
def decode_wire() -> Iterator[Run]:
    """Into wire models, as the engine does."""
    from seawall.core.wire.codec import decoder_for
    from seawall.sdks.platform._generated import models

    body, decoder = page(), decoder_for(list[models.ItemResultReadResponse])
    yield repeated(lambda: decoder.decode(body))


@contextmanager
def decode_stable() -> Iterator[Run]:
    """Into stable models, as users get them: a list of the client, its request and its engine included."""
    from benchmarks.contenders.in_memory import Instant
    from seawall.sdks.platform import Client

    body = page()
    with Client(base_url="http://127.0.0.1:9", token="t", transport=Instant(lambda _: body)) as client:
        run = client.run(UUID(int=1))

        def read() -> None:
            assert len(list(run.results(page_size=100))) == ITEMS

        yield repeated(read)


@contextmanager
def decode_stock() -> Iterator[Run]:
    body, model = page(), getattr(import_module(f"{STOCK_CLIENT}.models"), MODEL)
    yield repeated(lambda: [model.from_dict(item) for item in json.loads(body)])


@contextmanager
def decode_pydantic() -> Iterator[Run]:
    body, adapter = page(), _pydantic()
    yield repeated(lambda: adapter.validate_json(body))


@contextmanager
def encode_seawall() -> Iterator[Run]:
    from seawall.core.wire.codec import decoder_for, encode
    from seawall.sdks.platform._generated import models

    items = decoder_for(list[models.ItemResultReadResponse]).decode(page())
    yield repeated(lambda: encode(items))


@contextmanager
def encode_stock() -> Iterator[Run]:
    model = getattr(import_module(f"{STOCK_CLIENT}.models"), MODEL)
    items = [model.from_dict(item) for item in json.loads(page())]
    yield repeated(lambda: json.dumps([item.to_dict() for item in items]).encode())


@contextmanager
def encode_pydantic() -> Iterator[Run]:
    adapter = _pydantic()
    items = adapter.validate_json(page())
    yield repeated(lambda: adapter.dump_json(items, exclude_unset=True))


def _pydantic() -> Any:
    from pydantic import TypeAdapter

    model: Any = getattr(import_module(PYDANTIC_MODELS), MODEL)
    return TypeAdapter(list[model])


@contextmanager
def cached_read() -> Iterator[Run]:
    """A read of the client that its cache answers."""
    from benchmarks.contenders.in_memory import Instant
    from benchmarks.peer_answers import ME_BODY
    from seawall.sdks.platform import Client

    with Client(base_url="http://127.0.0.1:9", token="t", transport=Instant(lambda _: ME_BODY)) as client:
        yield repeated(client.me)


@contextmanager
def async_cached_read() -> Iterator[Run]:
    """The same, awaited one after another."""
    import asyncio

    from benchmarks.contenders.in_memory import AsyncInstant
    from benchmarks.peer_answers import ME_BODY
    from seawall.sdks.platform import AsyncClient

    with asyncio.Runner() as runner:
        transport = AsyncInstant(lambda _: ME_BODY)
        client = AsyncClient(base_url="http://127.0.0.1:9", token="t", transport=transport)

        async def reads(count: int) -> None:
            for _ in range(count):
                await client.me()

        yield lambda count: runner.run(reads(count))
        runner.run(client.aclose())
