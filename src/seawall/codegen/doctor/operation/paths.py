"""Converts the paths of a document; no two get the same key."""

from collections.abc import Collection

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.operation.operations import convert_path_item
from seawall.codegen.doctor.operation.templates import PathTemplate, read_template
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.structure import entries
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
        template, key = _template(conversion, name, below, written, converted)
        converted[key] = convert_path_item(conversion, item, below, template.path, template)
    return converted


def _template(
    conversion: Conversion, name: str, place: Place, written: Collection[str], converted: Collection[str]
) -> tuple[PathTemplate, str]:
    path, mark, fragment = name.partition("#")
    template = read_template(conversion, path, place)
    key = template.path
    taken = key in converted or (key != name and key in written)
    if mark and not taken:
        conversion.fix("path-fragment", place, "The fragment is left out.", before=name, after=key)
    if taken:
        query = path.partition("?")[2]
        key = _free(f"{template.path}#{fragment or query}", converted)
        if key != name:
            conversion.fix("path-fragment", place, "The fragment tells it apart.", before=name, after=key)
    return template, key


def _free(key: str, converted: Collection[str]) -> str:
    free, number = key, 2
    while free in converted:
        free, number = f"{key}_{number}", number + 1
    return free
