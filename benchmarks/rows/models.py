"""A page of items, decoded and encoded, and a read from the cache."""

from collections.abc import Iterator

from benchmarks.harness.comparison import CPU_US, Comparison, Effort
from benchmarks.harness.contender import Contender
from benchmarks.harness.results import Plan, Target

MODELS = "benchmarks.contenders.models"
WIRE, STABLE = "seawall, wire models", "seawall, stable models through the client"
STOCK, PYDANTIC = "openapi-python-client's models", "pydantic models"
DECODE = "Decode a page"


def plans(url: str, effort: Effort) -> Iterator[Plan]:
    """Return the plans; they ask no server."""
    contenders = [
        Contender(WIRE, f"{MODELS}:decode_wire"),
        Contender(STABLE, f"{MODELS}:decode_stable"),
        Contender(STOCK, f"{MODELS}:decode_stock"),
        Contender(PYDANTIC, f"{MODELS}:decode_pydantic"),
    ]
    wire, stable = "decode a page into wire models", "decode a page into stable models"
    yield Plan(
        title=DECODE,
        note=(
            "A page of 99 items with four artifacts each, from bytes. The stable models are what users get:\n"
            "the call, its request and the pager are in their figure. The pydantic models are those that\n"
            "datamodel-code-generator makes of the same spec."
        ),
        comparison=Comparison(contenders=contenders, measures=(CPU_US,)),
        targets=(
            Target(what=wire, ours=WIRE, peer=STOCK, measure=CPU_US, bound=round(1 / 7.7, 3)),
            Target(what=stable, ours=STABLE, peer=STOCK, measure=CPU_US, bound=0.2),
            Target(what=f"{stable} over wire", ours=STABLE, peer=WIRE, measure=CPU_US, bound=1.4),
        ),
    )
    contenders = [
        Contender("seawall", f"{MODELS}:encode_seawall"),
        Contender(STOCK, f"{MODELS}:encode_stock"),
        Contender(PYDANTIC, f"{MODELS}:encode_pydantic"),
    ]
    yield Plan(
        title="Encode a page",
        note="The same models, to bytes.",
        comparison=Comparison(contenders=contenders, measures=(CPU_US,)),
        targets=[
            Target(what="encode a page", ours="seawall", peer=PYDANTIC, measure=CPU_US, bound=0.5),
        ],
    )
    yield Plan(
        title="A cached read",
        note="`client.me()` whose answer is in the cache: sync, and awaited in a running loop.",
        comparison=Comparison(
            contenders=[
                Contender("seawall, sync", f"{MODELS}:cached_read"),
                Contender("seawall, async", f"{MODELS}:async_cached_read"),
            ],
            measures=(CPU_US,),
        ),
        targets=[
            Target(what=f"cached read, {kind}", ours=f"seawall, {kind}", peer="", measure=CPU_US, bound=2)
            for kind in ("sync", "async")
        ],
    )
