"""One call over a connection: with every client, one after another and many at once."""

from collections.abc import Iterator

from benchmarks.harness.comparison import CPU_US, RATE, WALL_US, Comparison, Effort
from benchmarks.harness.contender import Contender
from benchmarks.harness.results import Plan, Slope, Target

SYNC, ASYNC = "benchmarks.contenders.sync_calls", "benchmarks.contenders.async_calls"
OVER_HTTPX2, OVER_PYREQWEST = "seawall over httpx2", "seawall over pyreqwest"
STOCK = "openapi-python-client's client"
SYNC_CALL = "A call"
SIZES = (64, 128, 256)
MOST_AT_ONCE = SIZES[-1]


def plans(url: str, effort: Effort) -> Iterator[Plan]:
    """Return the plans for a server."""
    yield _sync_calls(url)
    for concurrency in (1, 16, MOST_AT_ONCE):
        yield _async_calls(url, concurrency)
    if effort.share == 1:
        yield from _slopes(url)


def sync_contenders(url: str) -> list[Contender]:
    """Every client, with one call after another."""
    return [
        Contender("raw socket", f"{SYNC}:raw_socket", (url,)),
        Contender(OVER_PYREQWEST, f"{SYNC}:seawall", (url, "PyreqwestTransport")),
        Contender(OVER_HTTPX2, f"{SYNC}:seawall", (url, "Httpx2Transport")),
        Contender("seawall over httpx", f"{SYNC}:seawall", (url, "HttpxTransport")),
        Contender("pyreqwest", f"{SYNC}:pyreqwest", (url,)),
        Contender("httpx2", f"{SYNC}:httpx", (url, "httpx2")),
        Contender("httpx", f"{SYNC}:httpx", (url, "httpx")),
        Contender("requests", f"{SYNC}:requests", (url,)),
        Contender(STOCK, f"{SYNC}:stock_client", (url,)),
        Contender("openai", f"{SYNC}:openai", (url,)),
        Contender("githubkit", f"{SYNC}:githubkit", (url,)),
        Contender("stripe", f"{SYNC}:stripe", (url,)),
        Contender("azure-core", f"{SYNC}:azure_core", (url,)),
        Contender("botocore", f"{SYNC}:botocore", (url,)),
        Contender("cognite-sdk", f"{SYNC}:cognite_sdk", (url,)),
    ]


def _sync_calls(url: str) -> Plan:
    return Plan(
        title=SYNC_CALL,
        note=(
            "A small read, one after another over one connection, its answer decoded. `seawall` is the\n"
            "platform SDK: it authenticates, checks, retries, counts for an observer, and returns stable\n"
            "models; it does not use a cached answer. `raw socket`, `pyreqwest`, `httpx2`, `httpx` and\n"
            "`requests` send by themselves and return a dict. Each other SDK reads an object of its own\n"
            "API, about as large."
        ),
        comparison=Comparison(contenders=sync_contenders(url), measures=(CPU_US, WALL_US)),
        targets=(
            Target(
                what="a sync call over httpx2", ours=OVER_HTTPX2, peer="httpx2", measure=CPU_US, bound=1.10
            ),
            Target(
                what="a sync call over pyreqwest",
                ours=OVER_PYREQWEST,
                peer="httpx2",
                measure=CPU_US,
                bound=0.33,
            ),
            Target(
                what="a sync call over pyreqwest",
                ours=OVER_PYREQWEST,
                peer="pyreqwest",
                measure=CPU_US,
                bound=1.5,
            ),
        ),
    )


def _async_calls(url: str, concurrency: int) -> Plan:
    def one(name: str, function: str, *more: str) -> Contender:
        return Contender(name, f"{ASYNC}:{function}", (url, str(concurrency), *more))

    contenders = [
        one("asyncio protocol", "raw_protocol"),
        one(OVER_PYREQWEST, "seawall", "AsyncPyreqwestTransport"),
        one(OVER_HTTPX2, "seawall", "AsyncHttpx2Transport"),
        one("pyreqwest", "pyreqwest"),
        one("aiohttp", "aiohttp"),
        one("httpx2", "httpx", "httpx2"),
        one("httpx", "httpx", "httpx"),
        one(STOCK, "stock_client"),
        one("openai", "openai"),
    ]
    what = f"requests at concurrency {concurrency}, over"
    targets = (
        Target(f"{what} pyreqwest", OVER_PYREQWEST, "aiohttp", RATE, 1.5),
        Target(f"{what} pyreqwest", OVER_PYREQWEST, STOCK, RATE, 15),
        Target(f"{what} httpx2", OVER_HTTPX2, "httpx2", RATE, 1.3),
    )
    return Plan(
        title=at_once(concurrency),
        note="The same read, in one event loop of asyncio; each client may open as many connections.",
        comparison=Comparison(contenders=contenders, measures=(RATE, CPU_US), least_count=2 * concurrency),
        targets=targets if concurrency == MOST_AT_ONCE else (),
    )


def at_once(concurrency: int) -> str:
    """The title of the calls at a concurrency."""
    return f"Calls, {concurrency} at once"


def _slopes(url: str) -> Iterator[Plan]:
    """The cost of a call as the calls at once double."""
    sizes = tuple(map(str, SIZES))
    kinds = (("seawall", "AsyncPyreqwestTransport"), ("seawall", "AsyncHttpx2Transport"), ("httpx", "httpx2"))
    for (function, argument), name in zip(kinds, (OVER_PYREQWEST, OVER_HTTPX2, "httpx2"), strict=True):
        contenders = [Contender(size, f"{ASYNC}:{function}", (url, size, argument)) for size in sizes]
        yield Plan(
            title=f"Calls at once, {name}",
            note="The contenders are numbers of calls at once.",
            comparison=Comparison(contenders=contenders, measures=(CPU_US,), least_count=2 * SIZES[-1]),
            slopes=(Slope(f"CPU of a call, by calls at once, {name}", sizes, CPU_US),),
        )
