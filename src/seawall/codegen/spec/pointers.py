"""References within a document: `#/components/schemas/Run` (JSON Pointer, RFC 6901)."""

import json
import re
from collections.abc import Mapping
from urllib.parse import unquote

from seawall.codegen.spec.document import Json

__all__ = ["component_name", "component_ref", "json_path", "pointer_target"]

# Of these keys the values are lists; numbers elsewhere are names, such as statuses.
_LISTS = frozenset(
    {"allOf", "anyOf", "enum", "examples", "oneOf", "parameters", "prefixItems", "required", "security"}
    | {"servers", "tags"}
)
_COMPONENTS = "#/components/schemas/"


def component_ref(name: str) -> str:
    """The reference to the component schema `name`."""
    return _COMPONENTS + name.replace("~", "~0").replace("/", "~1")


def component_name(ref: str) -> str | None:
    """The component schema that `ref` names; None for any other target, also for a part of a component."""
    name = ref.removeprefix(_COMPONENTS)
    return None if name == ref or "/" in name else _unescape(name)


def pointer_target(document: Mapping[str, Json], ref: str) -> Json:
    """Resolve the reference `ref`. Raises KeyError if it has no target."""
    target: Json = dict(document)
    for part in ref.removeprefix("#").split("/")[1:]:
        key = _unescape(part)
        if isinstance(target, dict) and key in target:
            target = target[key]
        elif isinstance(target, list) and key.isdecimal() and key.isascii() and int(key) < len(target):
            target = target[int(key)]
        else:
            raise KeyError(ref)
    return target


def json_path(pointer: str) -> str:
    """The JSONPath of a JSON pointer, for the target of an overlay: `$.paths['/pets'].get.parameters[0]`."""
    path, before = "$", ""
    for part in pointer.removeprefix("#").split("/")[1:]:
        key = _unescape(part)
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key):
            path += f".{key}"
        else:
            is_index = key.isdecimal() and before in _LISTS
            path += f"[{key}]" if is_index else f"[{json.dumps(key)}]"
        before = key
    return path


def _unescape(part: str) -> str:
    # RFC 6901, section 4: first `~1`, then `~0`, so that `~01` becomes `~1`.
    return unquote(part).replace("~1", "/").replace("~0", "~")
