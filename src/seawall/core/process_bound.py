"""Objects that belong to one process: no pickle and no copy, and a repr without an address. Pure."""

from typing import ClassVar, NoReturn

__all__ = ["ProcessBound"]


class ProcessBound:
    """Base class of objects with connections, locks or secrets of their process, such as clients.

    To pickle or to copy one, with `multiprocessing` too, raises TypeError. A subclass ends its text with
    `_in_other_process`: what to send to another process in place of the object.
    """

    __slots__ = ()

    _in_other_process: ClassVar[str] = "Make another one in the other process."

    # Pickling, `copy.copy` and `copy.deepcopy` all call it.
    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} belongs to one process and can not be pickled or copied: it may hold "
            f"connections, locks and tokens. {self._in_other_process}"
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
