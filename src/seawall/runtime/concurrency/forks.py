"""Functions that every forked child calls, to drop locks and queues of threads that it does not have."""

import os
from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any
from weakref import WeakKeyDictionary

__all__ = ["in_forked_children"]

# Names, not functions: the interpreter keeps this until its very end, and all that the functions use with it.
# Not `WeakMethod`: those of objects that live until the end of the program raise errors there.
_names: "WeakKeyDictionary[Any, str]" = WeakKeyDictionary()


def in_forked_children(method: Callable[[], None]) -> None:
    """Call `method`, a bound method, in every child that this process forks, as long as its object lives.

    It is called before any other code of the child. A thread of the parent may have held a lock of the object
    at the fork, or waited in a queue of it.
    """
    assert isinstance(method, MethodType)
    _listen()
    _names[method.__self__] = method.__name__


@cache
def _listen() -> None:
    # Registered by the first object: importing this module changes nothing in the process.
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_call_all)


def _call_all() -> None:
    for owner, name in list(_names.items()):
        getattr(owner, name)()
