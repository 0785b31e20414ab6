"""A report of a bump of a small shop, made by hand, with one finding of each kind."""

from attrs import evolve

from seawall.codegen.bump.advice import Vote, advise
from seawall.codegen.bump.report import BumpReport
from seawall.codegen.diff.change import Change, Diff, Direction, Level, Rename
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact
from seawall.codegen.layer.uses import Place
from seawall.codegen.surface.change import SurfaceChange

ORDERS = '''"""Orders of the shop."""

from shop._generated import calls
from shop.models import Order


class Orders:
    """The orders of one customer."""

    def get(self, order_id: str) -> Order:
        """Load one order."""
        wire = self._engine.send(calls.get_order(order_id), READ).value
        return Order(id=wire.order_id, total=wire.amount, state=wire.state)

    def list(self, *, page_size: int = 100) -> Iterator[Order]:
        """List orders, newest first."""
        return self._pages(calls.list_orders(page_size=page_size, cursor=None))
'''


def _change(rule: str, level: Level, words: str, *, before: str = "", after: str = "") -> Change:
    return Change(
        rule=rule,
        level=level,
        direction=Direction.RESPONSE,
        place="schema Order",
        words=words,
        before=before,
        after=after,
        old="#/components/schemas/Order",
        new="#/components/schemas/Order",
        responses=("GET /orders/{id}", "GET /orders"),
    )


RENAMED = evolve(
    _change(
        "property-renamed",
        Level.BREAKING,
        "property amount of schema Order is called total now",
        before='{"type": "integer"}',
        after='{"type": "integer"}',
    ),
    rename=Rename(old="amount", new="total", likelihood=0.94, reasons=("same type", "same description")),
)
NULLABLE = _change("became-nullable", Level.BREAKING, "property state of schema Order may be null now")
ENUM = _change("enum-value-added", Level.RISKY, "property state of schema Order may be REFUNDED now")
MAXIMUM = _change("maximum-lowered", Level.BREAKING, "query parameter page_size is at most 50 now")
ADDED = _change("operation-added", Level.SAFE, "POST /orders/{id}/refund is new")
QUIET = _change("property-added", Level.SAFE, "property note of schema Order is new")
DIFF = Diff(
    old_version="1.6.0",
    new_version="1.7.0",
    title="Shop API",
    changes=(RENAMED, NULLABLE, MAXIMUM, ENUM, ADDED, QUIET),
)


def place(line: int, word: str) -> Place:
    column = ORDERS.splitlines()[line - 1].index(word)
    return Place(path="orders.py", line=line, column=column, end_line=line, end_column=column + len(word))


GET = ("Orders.get", "AsyncOrders.get", "Orders.list", "AsyncOrders.list", "Order.refresh", "wait", "export")
RENAME = Finding(
    effect=Effect.BREAKS,
    words="The field amount of Order is called total now.",
    change=RENAMED,
    place=place(13, "amount"),
    function="shop.orders.Orders.get",
    public=GET,
    edit=Edit(kind=EditKind.RENAME, place=place(13, "amount"), old="amount", new="total"),
)
GUARD = Finding(
    effect=Effect.BREAKS,
    words="The field state of Order may be None, and the code does not expect it.",
    change=NULLABLE,
    place=place(13, "state=wire.state"),
    function="shop.orders.Orders.get",
    public=GET[:2],
    edit=Edit(
        kind=EditKind.GUARD,
        place=place(13, "state"),
        old="state",
        new="None",
        is_sure=False,
        question="What is the state of an order without one?",
    ),
)
LIMIT = Finding(
    effect=Effect.ALTERS,
    words="The default of page_size is above the maximum of the API.",
    change=MAXIMUM,
    place=place(15, "100"),
    function="shop.orders.Orders.list",
    public=GET[2:4],
    is_certain=False,
    reason="the number is 100, the old maximum",
)
STALE = Finding(effect=Effect.STALE, words="The pin Order.amount in names/shop.json fits nothing.")
OFFER = Finding(
    effect=Effect.OFFER, words="POST /orders/{id}/refund is offered by no function.", change=ADDED
)
IMPACT = Impact(findings=(RENAME, GUARD, LIMIT, STALE, OFFER), without_effect=(QUIET,))
SURFACE = (
    SurfaceChange(
        rule="renamed",
        name="Order.sum",
        words="Order.total is called Order.sum",
        before="total: int",
        after="sum: int",
    ),
    SurfaceChange(
        rule="added", name="Orders.refund", words="Orders.refund is new", after="(order_id: str) -> None"
    ),
)


def report(*, is_decided: bool = False) -> BumpReport:
    """The whole report, or that of the same bump with nothing to decide."""
    impact = evolve(IMPACT, findings=(RENAME, STALE, OFFER)) if is_decided else IMPACT
    surface = () if is_decided else SURFACE
    votes = [Vote(step=line.step, reason=line.words) for line in surface]
    return BumpReport(
        name="shop",
        diff=DIFF,
        impact=impact,
        advice=advise(DIFF, impact, votes, version="1.4.2", applied=(RENAME,)),
        surface=surface,
        leaks=() if is_decided else ("Orders.raw returns shop._generated.models.Order",),
        sources={"orders.py": ORDERS},
        edited={"orders.py": ORDERS.replace("wire.amount", "wire.total")},
        applied=(RENAME,),
        questions=() if is_decided else ("What is the state of an order without one?",),
        changelog="## 2.0.0\n\nFor API 1.7.0.\n\n### Changed\n\n- Order.total is called Order.sum.\n",
        migration="" if is_decided else "Replace `order.total` by `order.sum`.\n",
    )
