"""The base class of handles: an object for one resource on the server, made from its id without a request."""

from typing import TYPE_CHECKING, ClassVar, NoReturn

from seawall.core.errors import UsageError
from seawall.core.process_bound import ProcessBound

__all__ = ["Handle"]


class Handle(ProcessBound):
    """Base class of a handle on one resource, whose id is the attribute `_id_name`.

    Its repr, and its display in a notebook, show the id and send nothing. `await handle` is a UsageError. The
    error for an attribute that the resource has and the handle has not names the method `details`.
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

        def __getattr__(self, name: str) -> NoReturn:
            # Python asks for names with `_` on its own, e.g. to display or to copy the handle.
            text = f"{type(self).__name__!r} object has no attribute {name!r}"
            has_fields = hasattr(type(self), "has_data")
            if not name.startswith("_") and hasattr(type(self), "details") and not has_fields:
                text += f". A handle has only `{self._id_name}`; `details()` reads the rest"
            raise AttributeError(text, name=name, obj=self)
