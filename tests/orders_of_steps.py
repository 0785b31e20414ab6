"""Every order in which the steps of concurrent actors can happen."""

from collections.abc import Iterator, Sequence

__all__ = ["orders_of_steps"]


def orders_of_steps(actors: Sequence[tuple[str, int]]) -> list[tuple[int, ...]]:
    """Return every order of the steps of `actors`, given as (kind, number of steps), as indexes of actors.

    Actors of one kind do the same, so of two orders that differ only in their names, one is returned: the one
    in which they begin in their own order.
    """
    kinds = [kind for kind, _ in actors]
    return list(_orders(kinds, [steps for _, steps in actors], begun=()))


def _orders(kinds: list[str], left: list[int], begun: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if not any(left):
        yield ()
    for actor, steps in enumerate(left):
        earlier = (other for other in range(actor) if kinds[other] == kinds[actor])
        if not steps or not all(other in begun for other in earlier):
            continue
        rest = [steps - 1 if other == actor else number for other, number in enumerate(left)]
        for order in _orders(kinds, rest, (*begun, actor)):
            yield (actor, *order)
