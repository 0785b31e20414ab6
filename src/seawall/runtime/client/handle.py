"""The base class of handles: an object for one resource on the server, made from its id without a request."""

from typing import TYPE_CHECKING, ClassVar, NoReturn

from seawall.core.errors import UsageError
from seawall.core.process_bound import ProcessBound

__all__ = ["Handle"]


class Handle(ProcessBound):
    """Base class of a handle on one resource, whose id is the attribute `_id_name`.

    Its repr, and its display in a notebook, show the id and send nothing. `await handle` is a UsageError.
    """

    _in_other_process = "Send its id, and make a handle of it there."
    _id_name: ClassVar[str]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({getattr(self, self._id_name)})"

    def _repr_html_(self) -> str:
        from seawall.core.notebook.values import handle_html  # noqa: PLC0415 - 10 ms, in notebooks only

        return handle_html(self, self._id_name)

    # Type checkers do not see this method, so that they refuse `await` themselves.
    if not TYPE_CHECKING:

        def __await__(self) -> NoReturn:
            raise UsageError(
                f"{self!r} is a handle: making it sends nothing, so it can not be awaited. Call one of its "
                "methods, such as `details()` or `wait()`, and await that if the client is async."
            )
