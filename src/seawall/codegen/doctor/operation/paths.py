"""Converts the paths of a document; no two get the same key."""

from collections.abc import Collection

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.operation.operations import convert_path_item
from seawall.codegen.doctor.operation.templates import read_template
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.structure import entries, resolved
from seawall.codegen.spec.plain_data import Json

__all__ = ["convert_paths"]


def convert_paths(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Return the canonical form of the paths.

    If two paths differ in query or fragment only, the key of the second one keeps a fragment, which is not a
    part of the URL: `/pets#kind=cat`.
    """
    found = list(entries(conversion, value, place))
    written = {name for name, _, _ in found}
    converted: dict[str, Json] = {}
    for name, item, below in found:
        if name.startswith("x-"):
            converted[name] = item
            continue
        declared = _path_parameters(conversion, item, below) if "/:" in name else ()
        path, _, _ = name.partition("#")
        template = read_template(conversion, path, below, declared)
        key = _key(name, template.path, written, converted)
        if "#" in name + key and name != key:
            message = "The fragment tells it apart." if "#" in key else "The fragment is left out."
            conversion.fix("path-fragment", below, message, before=name, after=key)
        converted[key] = convert_path_item(conversion, item, below, template.path, template)
    return converted


def _path_parameters(conversion: Conversion, item: Json, place: Place) -> set[str]:
    """The names of the path parameters of a path item and its operations."""
    target = resolved(conversion, "pathItems", item, place)
    if target is None or not isinstance(target.value, dict):
        return set()
    found: set[str] = set()
    for part in (target.value, *target.value.values()):
        listed = part.get("parameters") if isinstance(part, dict) else None
        for one in listed if isinstance(listed, list) else []:
            parameter = resolved(conversion, "parameters", one, target.place)
            value = None if parameter is None else parameter.value
            if isinstance(value, dict) and value.get("in") == "path":
                found.add(str(value.get("name")))
    return found


def _key(name: str, path: str, written: Collection[str], converted: Collection[str]) -> str:
    """The key of the path that was written as `name`; with a fragment if `path` is taken."""
    if path not in converted and (path == name or path not in written):
        return path
    before, _, fragment = name.partition("#")
    return _free(f"{path}#{fragment or before.partition('?')[2]}", converted)


def _free(key: str, converted: Collection[str]) -> str:
    free, number = key, 2
    while free in converted:
        free, number = f"{key}_{number}", number + 1
    return free
