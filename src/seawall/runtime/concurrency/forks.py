"""Functions that every forked child calls, to drop locks and queues of threads that it does not have."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any
from weakref import ReferenceType, WeakMethod

__all__ = ["in_forked_children"]

_methods: "dict[int, WeakMethod[Callable[[], None]]]" = {}


def in_forked_children(method: Callable[[], None]) -> None:
    """Call `method`, a bound method, in every child that this process forks, as long as its object lives.

    It is called before any other code of the child. A thread of the parent may have held a lock of the object
    at the fork, or waited in a queue of it.
    """
    _listen()
    reference = WeakMethod(method, _forget)
    _methods[id(reference)] = reference


def _forget(reference: "ReferenceType[Any]") -> None:
    _methods.pop(id(reference), None)


@cache
def _listen() -> None:
    # Registered by the first object: importing this module changes nothing in the process.
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_start_anew)


def _start_anew() -> None:
    for reference in list(_methods.values()):
        method = reference()
        if method is not None:
            method()
