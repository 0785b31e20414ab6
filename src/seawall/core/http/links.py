"""The Link header (RFC 8288): what is linked, by which relation. Pure.

Parsing follows appendix B of the RFC and is more patient in one point: a malformed link is skipped, and not
the rest of the field with it. Nothing that a server sends raises.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import unquote_to_bytes, urljoin

from attrs import field, frozen

from seawall.core.http.message import Headers

__all__ = ["Link", "link_with", "links_in"]

# One link-value, to the comma after it; a comma in a target or in quotes is none. What is left open ends with
# the field, so nothing is read twice.
_VALUE = re.compile(r'[ \t,]*(?:<([^>]*)>)?((?:=[ \t]*"(?:[^"\\]|\\.)*(?:"|$)|[^,=]|=)*)', flags=re.DOTALL)
_PARAMETER = re.compile(
    r'[ \t]*;[ \t]*([^\s=;,"<>]*)[ \t]*(?:=[ \t]*(?:"((?:[^"\\]|\\.)*)(?:"|$)|([^;"]*)))?', flags=re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", flags=re.DOTALL)
_CHARSETS = frozenset({"utf-8", "iso-8859-1"})


@frozen
class Link:
    """One link: `target` as an absolute URL, where a base was given, and its relations in lower case.

    `anchor` is what the link leads from, None for the resource that was asked for. `parameters` are its other
    attributes by lower-case name, the first of each; `title` is decoded (RFC 8187) where it came as `title*`.
    The repr holds relations alone: a target may be signed.
    """

    target: str = field(repr=False)
    relations: tuple[str, ...] = ()
    anchor: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    parameters: Mapping[str, str] = field(default=MappingProxyType({}), repr=False)


def links_in(value: str, base: str = "") -> tuple[Link, ...]:
    """Every link of a Link field; relative targets and anchors are resolved against the URL `base`."""
    return tuple(_links(value, base))


def link_with(relation: str, headers: Headers, base: str) -> Link | None:
    """The first link of an answer from URL `base` that has `relation`, e.g. `next`, and leads from `base`."""
    for link in links_in(headers.get("link", ""), base):
        if relation in link.relations and link.anchor in {None, base}:
            return link
    return None


def _links(value: str, base: str) -> Iterator[Link]:
    at, last_end = 0, value.rfind(">")
    while at <= last_end:
        found = _VALUE.match(value, at)
        assert found is not None
        at = found.end() + 1
        parameters = None if found[1] is None else _parameters(found[2])
        link = None if parameters is None else _link(found[1].strip(), parameters, base)
        if link is not None:
            yield link


def _parameters(text: str) -> dict[str, str] | None:
    """The attributes of a link by lower-case name; None where something else stands among them."""
    parameters: dict[str, str] = {}
    at = 0
    while match := _PARAMETER.match(text, at):
        name, quoted, bare = match.groups()
        # Of a name that comes again, the first counts (RFC 8288, section 3).
        value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else (bare or "").strip()
        parameters.setdefault(name.lower(), value)
        at = match.end()
    return None if text[at:].strip() else parameters


def _link(target: str, parameters: dict[str, str], base: str) -> Link | None:
    anchor = parameters.get("anchor")
    try:
        absolute = urljoin(base, target) if base else target
        context = urljoin(base, anchor) if base and anchor is not None else anchor
    except ValueError:
        return None
    return Link(
        absolute,
        tuple(parameters.get("rel", "").lower().split()),
        context,
        _decoded(parameters.get("title*")) or parameters.get("title"),
        MappingProxyType({name: text for name, text in parameters.items() if name not in {"rel", "anchor"}}),
    )


def _decoded(value: str | None) -> str | None:
    """The text of an extended value, `charset'language'percent-encoded`; None where it is none."""
    charset, mark, rest = (value or "").partition("'")
    if not mark or charset.lower() not in _CHARSETS or "'" not in rest:
        return None
    try:
        return unquote_to_bytes(rest.partition("'")[2]).decode(charset)
    except UnicodeDecodeError:
        return None
