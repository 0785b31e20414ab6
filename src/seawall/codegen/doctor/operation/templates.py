"""The template of a path: its placeholders, and the query that some authors write into it."""

import re
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import unquote_plus

from attrs import field, frozen

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.place import Place

__all__ = ["PathTemplate", "read_template"]

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_ANGLES_OR_COLON = re.compile(r"<(?:\w+:)?([\w-]+)>|(?<=/):(\w+)(?=/|$)")
_NAME = re.compile(r"[+#./;*]?([\w.$@~-]+)")
_PLAIN = re.compile(r"[^:*+=?,#;/\s]+")


@frozen
class PathTemplate:
    """A path; `fixed` are the values of its query, `in_query` the parameters by placeholder."""

    path: str
    placeholders: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(factory=dict)
    in_query: Mapping[str, str] = field(factory=dict)


def read_template(
    conversion: Conversion, written: str, place: Place, declared: Collection[str] = ()
) -> PathTemplate:
    """Read the path `written`, the key at `place`; records what is not as OpenAPI has it.

    `declared` are the names of its path parameters; `:name` is a placeholder if it is one of them.
    """
    path = _other_syntax(conversion, written.strip(), place, declared)
    if not path.startswith("/"):
        path = f"/{path}"
        conversion.fix("path-slash", place, "A slash is put first.", before=written, after=path)
    path = _PLACEHOLDER.sub(lambda match: _plain_placeholder(conversion, match, place), path)
    path, _, query = path.partition("?")
    fixed, in_query = _query(conversion, query, place)
    placeholders = tuple(dict.fromkeys(_PLACEHOLDER.findall(path)))
    return PathTemplate(path, placeholders, fixed, in_query)


def _other_syntax(conversion: Conversion, written: str, place: Place, declared: Collection[str]) -> str:
    """`/<int:id>` and `/:id` as `/{id}`."""

    def placeholder(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        return f"{{{name}}}" if match[1] or name in declared else match[0]

    path = _ANGLES_OR_COLON.sub(placeholder, written)
    if path != written:
        conversion.fix("path-template", place, "A placeholder has braces.", before=written, after=path)
    return path


def _plain_placeholder(conversion: Conversion, match: re.Match[str], place: Place) -> str:
    """`{name:path}`, `{+name}` and `{name=shelves/*}` as `{name}`; a query template such as `{?a,b}` goes."""
    written = match[1]
    if _PLAIN.fullmatch(written):
        return match[0]
    name = _NAME.match(written)
    plain = "" if written.startswith(("?", "&")) else f"{{{name[1] if name else 'value'}}}"
    conversion.fix("path-template", place, "The name alone stays.", before=match[0], after=plain)
    return plain


def _query(conversion: Conversion, query: str, place: Place) -> tuple[dict[str, str], dict[str, str]]:
    fixed: dict[str, str] = {}
    in_query: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        name, _, value = pair.partition("=")
        placeholder = _PLACEHOLDER.fullmatch(value)
        if placeholder:
            in_query[placeholder[1]] = unquote_plus(name)
        else:
            fixed[unquote_plus(name)] = unquote_plus(value)
    if query:
        conversion.fix("path-query", place, "It becomes query parameters.", before=query)
    return fixed, in_query
