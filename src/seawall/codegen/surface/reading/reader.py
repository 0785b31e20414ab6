"""`read_surface` reads the public surface of a package from its source files."""

from collections.abc import Iterator
from pathlib import Path

import griffe

from seawall.codegen.surface.reading.annotations import Annotations
from seawall.codegen.surface.reading.classes import read_class, read_value
from seawall.codegen.surface.reading.front_door import offered_names
from seawall.codegen.surface.reading.functions import read_function
from seawall.codegen.surface.reading.leaks import find_leaks
from seawall.codegen.surface.reading.modules import Modules, Resolved
from seawall.codegen.surface.reading.sources import LayerSources, layer_sources
from seawall.codegen.surface.surface import Class, Function, Item, Leak, LeakKind, Surface, Value, ValueKind
from seawall.codegen.surface.types import Type, named
from seawall.codegen.surface.wording import local_name

__all__ = ["read_sources", "read_surface"]


def read_surface(folder: Path, name: str = "") -> Surface:
    """Read the surface of the package in `folder`; `name` is its import name, by default that of its folders.

    No code of the package is run. Raises SurfaceError if there is no package.
    """
    return read_sources(layer_sources(folder, name))


def read_sources(sources: LayerSources) -> Surface:
    """Read the surface of a package from its source files."""
    return _Reader(sources).read()


class _Reader:
    def __init__(self, sources: LayerSources) -> None:
        self._package = sources.package
        self._modules = Modules(sources.files, sources.package)
        self._offers = offered_names(sources.package, self._modules)
        offered: dict[str, str] = {}
        for name, resolved in sorted(self._offers.items()):
            offered.setdefault(resolved.path, name)
        self._annotations = Annotations(self._modules, offered)
        self._items: dict[str, Item] = {}

    def read(self) -> Surface:
        """Read each public name, then the classes that these lead to, and so on."""
        for name, resolved in self._offers.items():
            self._items[name] = self._item(resolved)
        self._follow()
        return Surface(
            package=self._package,
            items=dict(sorted(self._items.items())),
            leaks=tuple(self._leaks()),
            unread=dict(sorted(self._modules.unread.items())),
        )

    def _leaks(self) -> Iterator[Leak]:
        """Yield the leaks in the package; the classes of others are not judged here."""
        for name, item in sorted(self._items.items()):
            if f"{name}.".startswith(f"{self._package}."):
                local = local_name(name, self._package)
                if self._annotations.is_generated(name):
                    yield Leak(kind=LeakKind.GENERATED, name=local, place="name", leaked=name, line=item.line)
                else:
                    found = find_leaks(local, item, self._annotations.is_generated)
                    # In an HTTP library, its own types are no leaks.
                    yield from (
                        leak
                        for leak in found
                        if leak.kind is not LeakKind.HTTP or not self._is_in(leak.leaked)
                    )

    def _item(self, resolved: Resolved) -> Item:
        match resolved.definition:
            case griffe.Class() as found:
                self._annotations.classes[self._annotations.public_name(found)] = found
                return read_class(found, self._annotations, is_offered=True, is_created=True)
            case griffe.Function() as found:
                return read_function(found, self._annotations)
            case griffe.Attribute() | griffe.TypeAlias() as found:
                return read_value(found, self._annotations)
            case _:
                # A name of another distribution.
                return Value(kind=ValueKind.ALIAS, type=named(resolved.path))

    def _follow(self) -> None:
        """Read the classes that items lead to; those that users pass to a call with their constructors."""
        created: dict[str, bool] = {}
        pending = list(self._items.values())
        while pending:
            for type_, is_given in _types(pending.pop()):
                for name in type_.names():
                    definition = self._annotations.classes.get(name)
                    if definition is None or not self._is_reached(name, definition):
                        continue
                    if created.get(name) is None or (is_given and not created[name]):
                        created[name] = is_given
                        item = read_class(
                            definition, self._annotations, is_offered=False, is_created=is_given
                        )
                        self._items[name] = item
                        # A class of another package is listed, and followed no further.
                        if self._is_own(definition):
                            pending.append(item)

    def _is_in(self, name: str) -> bool:
        return name.startswith(f"{self._package.partition('.')[0]}.")

    def _is_own(self, definition: griffe.Class) -> bool:
        return f"{definition.path}.".startswith(f"{self._package}.")

    def _is_reached(self, name: str, definition: griffe.Class) -> bool:
        own = self._package.partition(".")[0]
        if definition.path.partition(".")[0] != own or self._annotations.is_generated(name):
            return False
        item = self._items.get(name)
        is_offered = isinstance(item, Class) and item.is_offered
        is_inner = name.rpartition(".")[0] in self._items
        return not is_offered and not is_inner


def _types(item: Item) -> Iterator[tuple[Type, bool]]:
    """Yield the types in an item; true with those of parameters."""
    match item:
        case Function():
            for signature in item.signatures:
                yield from ((one.type, True) for one in signature.parameters if one.type is not None)
                if signature.returns is not None:
                    yield signature.returns, False
            yield from ((Type(name), False) for name in item.raises)
        case Value():
            if item.type is not None:
                yield item.type, False
        case Class():
            if item.constructor is not None:
                yield from _types(item.constructor)
            for member in item.members.values():
                yield from _types(member)
