"""Parse the Link header field (RFC 8288). Pure.

Parsing follows appendix B.2 of the RFC with one difference: a malformed link is skipped, but not the links
after it. No field value raises an error.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import unquote_to_bytes, urljoin

from attrs import field, frozen

from seawall.core.http.message import Headers

__all__ = ["Link", "find_link", "parse_links"]

# One link-value up to the comma after it; commas in a target or in quotes do not count. An open target or
# quote ends with the field, so the pattern never backtracks and takes linear time.
_VALUE = re.compile(r'[ \t,]*(?:<([^>]*)>)?((?:=[ \t]*"(?:[^"\\]|\\.)*(?:"|$)|[^,=]|=)*)', flags=re.DOTALL)
_PARAMETER = re.compile(
    r'[ \t]*;[ \t]*([^\s=;,"<>]*)[ \t]*(?:=[ \t]*(?:"((?:[^"\\]|\\.)*)(?:"|$)|([^;"]*)))?', flags=re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", flags=re.DOTALL)
_CHARSETS = frozenset({"utf-8", "iso-8859-1"})


@frozen
class Link:
    """One link: its `target`, absolute if a base URL was given, and its relations in lower case.

    `anchor` is the URL that the link starts from, None for the URL of the request. `parameters` are the other
    attributes by lower-case name, the first of each; `title` is decoded from `title*` (RFC 8187) if there is
    one. The repr shows the relations only: a target may be a signed URL. Not hashable: it holds a mapping.
    """

    target: str = field(repr=False)
    relations: tuple[str, ...] = ()
    anchor: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    parameters: Mapping[str, str] = field(default=MappingProxyType({}), repr=False)


def parse_links(value: str, base: str = "") -> tuple[Link, ...]:
    """Return all links of a Link field, their targets and anchors resolved against the URL `base`."""
    return tuple(_links(value, base))


def find_link(relation: str, headers: Headers, base: str) -> Link | None:
    """Return the first link with `relation`, e.g. `next`, that starts from `base`, the URL of the request."""
    for link in parse_links(headers.get("link", ""), base):
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
    """Return the attributes of a link by lower-case name; None if the text is malformed."""
    parameters: dict[str, str] = {}
    at = 0
    while match := _PARAMETER.match(text, at):
        name, quoted, bare = match.groups()
        # If a name occurs twice, the first one counts (RFC 8288, section 3).
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
    """Decode an extended value, `charset'language'percent-encoded` (RFC 8187); None if it is malformed."""
    charset, mark, rest = (value or "").partition("'")
    if not mark or charset.lower() not in _CHARSETS or "'" not in rest:
        return None
    try:
        return unquote_to_bytes(rest.partition("'")[2]).decode(charset)
    except UnicodeDecodeError:
        return None
