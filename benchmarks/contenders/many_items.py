"""Long lists and large jobs: what the pager and the bulk runner cost above the calls."""

import asyncio
import resource
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness.worker import Run

PAGE = 100
AT_ONCE = 8


@contextmanager
def pager(items: str) -> Iterator[Run]:
    """Iterate over numbers in pages of 100, with a key; report by how much the peak of the memory grows."""
    from seawall.core.engine.call import Call, Operation
    from seawall.core.engine.result import Result
    from seawall.core.http.message import Response
    from seawall.core.paging.strategies import PageNumberPaging
    from seawall.runtime import Pages

    listed: Operation[list[int]] = Operation(
        id="list_things",
        method="GET",
        path="/v1/things",
        result_types={200: list[int]},
        query_parameters={"page", "page_size"},
    )
    response, count = Response(200), int(items)

    def send(call: Call[list[int]]) -> Result[list[int]]:
        first = (int(str(call.query["page"])) - 1) * PAGE
        return Result(list(range(first, min(first + PAGE, count))), response)

    def run(_: int) -> Mapping[str, float]:
        before = _peak_mb()
        pages = Pages(
            send,
            Call(listed, query={"page_size": PAGE}),
            PageNumberPaging(page_size=PAGE, exact_page_size=True),
            items=lambda body: body,
            from_wire=lambda item: item,
            key=lambda item: item,
        )
        assert sum(1 for _ in pages) == count
        return {"items": count, "memory": _peak_mb() - before}

    yield run


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def bulk(url: str, items: str, journal: str) -> Iterator[Run]:
    """Send a call for each item, 8 at once; `journal` is "none", "new", or "done" for a finished job."""
    from seawall.runtime import AsyncBulk, BulkJournal
    from seawall.sdks.platform import AsyncClient
    from seawall.transports import AsyncPyreqwestTransport

    names = [f"item {number}" for number in range(int(items))]
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        numbers = iter(range(10**6))

        async def job(path: Path | None) -> None:
            async with (
                AsyncPyreqwestTransport() as transport,
                AsyncClient(base_url=url, token="t", transport=transport) as client,
            ):

                async def work(item: str, idempotency_key: str) -> str:
                    await client.me(nocache=True)
                    return item

                kept = None if path is None else BulkJournal[str](path=path, job="benchmark")
                bulk = AsyncBulk(work, key=lambda item: item, at_once=AT_ONCE, journal=kept)
                done = 0
                async for result in bulk.as_completed(names):
                    result.unwrap()
                    done += 1
                assert done == len(names)

        def run(_: int) -> Mapping[str, float]:
            paths = {
                "none": None,
                "new": Path(folder, f"{next(numbers)}.journal"),
                "done": Path(folder, "done.journal"),
            }
            runner.run(job(paths[journal]))
            return {"items": len(names)}

        yield run
