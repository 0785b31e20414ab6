"""Objects with methods that also have the data of their last read, such as a run. Pure."""

from typing import Generic, TypeVar

from seawall.core.errors import UsageError
from seawall.core.model.model import Model

__all__ = ["WithData", "without_methods"]

M = TypeVar("M", bound=Model)


class WithData(Generic[M]):
    """Base class of an object whose data are a model: those that the server sent at the last read.

    An object that was made from an id alone has no data until it is read.
    """

    _data: M | None = None

    @property
    def has_data(self) -> bool:
        """True if the object was read. False for one that was made from its id, without a request."""
        return self._data is not None

    @property
    def data(self) -> M:
        """The data of the last read, as a frozen model; nothing is sent.

        Raises UsageError for an object that was never read.
        """
        if self._data is None:
            raise UsageError(
                f"{self!r} has no data yet: it was made from its id, without a request. Call `refresh()` to "
                "read them."
            )
        return self._data

    def to_dict(self, *, secrets: bool = True) -> dict[str, object]:
        """Return the data as plain JSON; see `Model.to_dict`. Raises UsageError without data."""
        return self.data.to_dict(secrets=secrets)

    def to_json(self, *, secrets: bool = True) -> str:
        """Return the data as JSON text; see `Model.to_json`. Raises UsageError without data."""
        return self.data.to_json(secrets=secrets)

    def __json__(self) -> dict[str, object]:
        """Return the form that the JSON encoder of kombu, and so of Celery, writes."""
        return self.to_dict()


def without_methods(value: object) -> object:
    """Return the data of an object that has some, and any other value as it is."""
    return value.data if isinstance(value, WithData) else value
