"""References inside a document: `#/components/schemas/Run`."""

from collections.abc import Mapping
from urllib.parse import unquote

from seawall.codegen.spec.document import Json

__all__ = ["COMPONENT", "component_name", "component_ref", "pointer_target"]

COMPONENT = "#/components/schemas/"


def component_ref(name: str) -> str:
    """The reference to the component schema `name`."""
    return COMPONENT + name.replace("~", "~0").replace("/", "~1")


def component_name(ref: str) -> str | None:
    """The component schema that `ref` names, None where it names something else or a part of one."""
    name = ref.removeprefix(COMPONENT)
    return None if name == ref or "/" in name else _plain(name)


def pointer_target(document: Mapping[str, Json], ref: str) -> Json:
    """What the reference `ref` points at (RFC 6901). Raises KeyError where there is nothing."""
    target: Json = dict(document)
    for part in ref.removeprefix("#").split("/")[1:]:
        key = _plain(part)
        if isinstance(target, dict) and key in target:
            target = target[key]
        elif isinstance(target, list) and key.isdecimal() and key.isascii() and int(key) < len(target):
            target = target[int(key)]
        else:
            raise KeyError(ref)
    return target


def _plain(part: str) -> str:
    return unquote(part).replace("~1", "/").replace("~0", "~")
