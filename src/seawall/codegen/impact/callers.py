"""The public functions of a layer that reach each of its functions."""

from collections.abc import Mapping

from seawall.codegen.layer.uses import Layer

__all__ = ["public_callers"]


def public_callers(layer: Layer) -> Mapping[str, tuple[str, ...]]:
    """The public functions that call each function, itself included, directly or through others, sorted.

    Code outside of functions counts for the public functions of its module.
    """
    callers: dict[str, set[str]] = {name: set() for name in layer.functions}
    for function in layer.functions.values():
        for called in function.calls:
            callers.setdefault(called, set()).add(function.name)
        module = _module_of(function.name, layer)
        if module != function.name:
            callers.setdefault(module, set()).add(function.name)
    return {name: _public(name, callers, layer) for name in callers}


def _module_of(name: str, layer: Layer) -> str:
    """The longest name of the layer that `name` is inside of and that is a module."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        head = ".".join(parts[:count])
        if head in layer.functions:
            return head
    return name


def _public(name: str, callers: Mapping[str, set[str]], layer: Layer) -> tuple[str, ...]:
    seen: set[str] = set()
    pending = [name]
    while pending:
        one = pending.pop()
        if one not in seen:
            seen.add(one)
            pending += callers.get(one, ())
    known = (layer.functions[one] for one in seen if one in layer.functions)
    return tuple(sorted(function.name for function in known if function.is_public))
