"""Resources of a client that are imported and made at their first use."""

from importlib import import_module
from typing import Any, Generic, TypeVar, overload

from seawall.core.whole_import import import_whole

__all__ = ["ResourceProperty", "resource_modules"]

R = TypeVar("R")


class ResourceProperty(Generic[R]):
    """A resource of a client, e.g. `client.runs`, which is imported and made at its first use.

        runs: ResourceProperty["AsyncRuns"] = ResourceProperty(".runs", "AsyncRuns")

    The module is relative to the package of the client, and the class takes the context of the client. Each
    client, also a copy, makes the resource once. `Client.runs`, without an instance, is the class itself, so
    that `help(Client)` shows its docstring.
    """

    def __init__(self, module: str, name: str) -> None:
        self.module: str = module
        self._class_name = name

    def __set_name__(self, owner: type, name: str) -> None:
        self.module = f"{owner.__module__.rpartition('.')[0]}{self.module}"
        self._attribute = name

    @overload
    def __get__(self, client: None, owner: type) -> type[R]: ...

    @overload
    def __get__(self, client: object, owner: type) -> R: ...

    def __get__(self, client: object | None, owner: type) -> type[R] | R:
        import_whole(self.module)
        resource: Any = getattr(import_module(self.module), self._class_name)
        if client is None:
            found: type[R] = resource
            return found
        # In the instance, where Python finds it before this property; two threads get the same one.
        made: R = vars(client).setdefault(self._attribute, resource(vars(client)["_context"]))
        return made

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.module}.{self._class_name})"


def resource_modules(client: type) -> list[str]:
    """The modules of the resources of a class of clients, which their first uses import."""
    names = (vars(each) for each in client.__mro__)
    return [value.module for each in names for value in each.values() if isinstance(value, ResourceProperty)]
