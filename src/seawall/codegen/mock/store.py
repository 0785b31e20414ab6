"""The items of a mock server, by the paths of their collections."""

from collections.abc import Mapping

from seawall.codegen.api.shapes import Integer, Object, Schema
from seawall.codegen.mock.collections import Collection
from seawall.codegen.mock.samples import Samples
from seawall.codegen.spec.plain_data import Json

__all__ = ["Store", "merge_patch"]

Item = dict[str, Json]


class Store:
    """Items by collection path (`/pets`) and id. A collection begins with `initial` samples."""

    def __init__(self, samples: Samples, initial: int) -> None:
        self._samples = samples
        self._initial = initial
        self._items: dict[str, dict[str, Item]] = {}
        self._removed: set[tuple[str, str]] = set()

    def items(self, collection: Collection, path: str) -> dict[str, Item]:
        """The items of the collection at `path`, by id."""
        if path not in self._items:
            self._items[path] = {}
            for number in range(self._initial):
                self.add(collection, path, {}, f"{path}#{number}")
        return self._items[path]

    def may_exist(self, collection: Collection, path: str, item_id: str) -> bool:
        """False for an item that was removed, or not created where items are created by POST."""
        if item_id in self.items(collection, path):
            return True
        return not collection.creates and (path, item_id) not in self._removed

    def add(self, collection: Collection, path: str, given: Mapping[str, Json], key: str) -> Item:
        """Create an item from what was sent, filled up by a sample; an id that was sent is kept."""
        items = self.items(collection, path)
        sample = {} if collection.item is None else self._samples.sample(collection.item, key)
        item = {**(sample if isinstance(sample, dict) else {}), **given}
        name = collection.id_name
        if name is not None and (name not in given or str(given[name]) in items):
            item[name] = self._new_id(collection, name, items, item.get(name), key)
        items[str(item[name]) if name is not None else str(len(items) + 1)] = item
        return item

    def put(self, collection: Collection, path: str, item_id: str, item: Item) -> None:
        """Store an item under its id."""
        self.items(collection, path)[item_id] = item
        self._removed.discard((path, item_id))

    def remove(self, collection: Collection, path: str, item_id: str) -> None:
        """Remove an item, and the collections below it."""
        self.items(collection, path).pop(item_id, None)
        self._removed.add((path, item_id))
        below = f"{path}/{item_id}/"
        for other in [other for other in self._items if other.startswith(below)]:
            del self._items[other]

    def _new_id(
        self, collection: Collection, name: str, items: Mapping[str, Item], sample: Json, key: str
    ) -> Json:
        if self._is_integer(collection.item, name):
            return max((int(one) for one in items if one.isdecimal()), default=0) + 1
        number, found = 1, str(sample or f"{name}-1")
        while found in items:
            number += 1
            made = self._samples.sample(self._schema(collection.item, name), f"{key}:{number}")
            found = str(made) if str(made) not in items else f"{made}-{number}"
        return found

    def _is_integer(self, item: Schema | None, name: str) -> bool:
        return isinstance(self._samples.resolved(self._schema(item, name)).shape, Integer)

    def _schema(self, item: Schema | None, name: str) -> Schema:
        shape = None if item is None else self._samples.resolved(item).shape
        assert isinstance(shape, Object)
        return next(one.schema for one in shape.properties if one.name == name)


def merge_patch(target: Json, patch: Json) -> Json:
    """Apply a JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merge_patch(found.get(name), value)
    return found
