"""The base class of handles: objects that stand for one resource on the server and are made without a request."""

from typing import TYPE_CHECKING, ClassVar, NoReturn

from seawall.core.errors import UsageError

__all__ = ["Handle"]


class Handle:
    """Base class of a handle on one resource, which the attribute `id_name` identifies.

    Its repr, and its display in a notebook, show the id and send nothing. `await handle` is a UsageError.
    """

    id_name: ClassVar[str]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({getattr(self, self.id_name)})"

    def _repr_html_(self) -> str:
        from seawall.core.notebook.values import handle_html  # noqa: PLC0415 - 10 ms, in notebooks only

        return handle_html(self, self.id_name)

    # Type checkers do not see this method, so that they refuse `await` themselves.
    if not TYPE_CHECKING:

        def __await__(self) -> NoReturn:
            raise UsageError(
                f"{self!r} is a handle: making it sends nothing, so there is nothing to await. Call one of its "
                "methods, such as `details()` or `wait()`, and await that if the client is async."
            )
