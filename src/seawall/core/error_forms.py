"""The forms in which an error is shown: text, plain JSON and the output of a notebook cell. Pure."""

from typing import TYPE_CHECKING, Any, ClassVar

__all__ = ["ErrorForms", "T"]

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    # `except WaitTimeoutError as error` names no type: then `error.last` can be used as any.
    T = TypeVar("T", default=Any)
else:
    from typing import TypeVar

    T = TypeVar("T")


class ErrorForms:
    """Base class of `SeawallError`: its text, its dict form and its display in a notebook."""

    args: tuple[Any, ...]
    # The attributes that `to_dict` has, all of plain JSON.
    _facts: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __repr__(self) -> str:
        # Without the facts, which the message has or which may be large.
        return f"{type(self).__name__}({str(self)!r})"

    def to_dict(self) -> dict[str, object]:
        """Return the error as plain JSON, for logs and responses: `error`, the class; `message`; its facts.

        It holds no header, no body and no secret.
        """
        facts = {name: getattr(self, name) for name in self._facts}
        plain = {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
        return {"error": type(self).__name__, "message": str(self), **plain}

    def _repr_html_(self) -> str:
        from seawall.core.notebook.values import error_html  # noqa: PLC0415 - 10 ms, in notebooks only

        return error_html(self.to_dict())
