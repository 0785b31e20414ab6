"""The public functions from which each function of a layer is reached."""

from collections.abc import Mapping

from seawall.codegen.layer.uses import Layer, LayerFunction

__all__ = ["public_callers", "reached_functions"]


def reached_functions(calls: Mapping[str, tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    """The functions that each function reaches, itself included, through any number of calls."""
    found: dict[str, frozenset[str]] = {}
    for name in calls:
        seen = {name}
        todo = [name]
        while todo:
            for callee in calls.get(todo.pop(), ()):
                if callee not in seen and callee in calls:
                    seen.add(callee)
                    todo.append(callee)
        found[name] = frozenset(seen)
    return found


def public_callers(layer: Layer) -> Mapping[str, tuple[str, ...]]:
    """The public functions that reach each function of the layer, itself included if it is public; sorted.

    The body of a class is reached through its methods too, and that of a module through all its functions: it
    has run before any of them.
    """
    callers: dict[str, set[str]] = {name: set() for name in layer.functions}
    reached = reached_functions({name: _calls(one, layer) for name, one in layer.functions.items()})
    for name, function in layer.functions.items():
        if function.is_public:
            for callee in reached[name]:
                callers[callee].add(name)
    return {name: tuple(sorted(found)) for name, found in callers.items()}


def _calls(function: LayerFunction, layer: Layer) -> tuple[str, ...]:
    """The calls of a function, and the body of its module and class, which ran before it."""
    owner = function.name.rpartition(".")[0]
    around = (one for one in (owner, function.module) if one in layer.functions and one != function.name)
    return (*function.calls, *around)
