"""Spreads sets along the edges of a graph, in time linear in its size, whatever its cycles."""

from collections.abc import Sequence

__all__ = ["spread"]


def spread(sets: Sequence[int], edges: Sequence[Sequence[int]]) -> list[int]:
    """Give each node the union of its own set and those of all nodes that lead to it.

    Sets are bits of a number. `edges` are the numbers of the nodes that each node leads to.
    """
    found = list(sets)
    for circle in reversed(_circles(edges)):
        together = 0
        for node in circle:
            together |= found[node]
        for node in circle:
            found[node] = together
            for target in edges[node]:
                found[target] |= together
    return found


def _circles(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components, each before those that lead to it (Tarjan, 1972)."""
    search = _Search(edges)
    for node in range(len(edges)):
        if search.numbers[node] < 0:
            search.run(node)
    return search.circles


class _Search:
    """One search; its stack is a list, as a chain of nodes may be longer than that of calls."""

    def __init__(self, edges: Sequence[Sequence[int]]) -> None:
        self.edges = edges
        self.numbers = [-1] * len(edges)
        self.lowest = [0] * len(edges)
        self.circles: list[list[int]] = []
        self._open: list[int] = []
        self._is_open = [False] * len(edges)
        self._count = 0

    def run(self, start: int) -> None:
        """Visit all that `start` leads to."""
        stack = [(start, iter(self.edges[start]))]
        self._enter(start)
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    self.lowest[parent] = min(self.lowest[parent], self.lowest[node])
                self._leave(node)
            elif self.numbers[target] < 0:
                self._enter(target)
                stack.append((target, iter(self.edges[target])))
            elif self._is_open[target]:
                self.lowest[node] = min(self.lowest[node], self.numbers[target])

    def _enter(self, node: int) -> None:
        self.numbers[node] = self.lowest[node] = self._count
        self._count += 1
        self._open.append(node)
        self._is_open[node] = True

    def _leave(self, node: int) -> None:
        if self.lowest[node] != self.numbers[node]:
            return
        circle: list[int] = []
        while not circle or circle[-1] != node:
            circle.append(self._open.pop())
            self._is_open[circle[-1]] = False
        self.circles.append(circle)
