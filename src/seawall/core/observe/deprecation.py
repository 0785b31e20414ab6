"""What an answer says of the end of an operation: Deprecation, Sunset and their links. Pure.

Deprecation is a date of a structured field (RFC 9745, section 2); earlier drafts had `true` or an HTTP date,
which some servers still send. Sunset is an HTTP date (RFC 8594, section 3). The links `deprecation` (RFC
9745, section 3) and `sunset` (RFC 8594, section 6) say where to read more.
"""

import re
from datetime import UTC, datetime

from attrs import frozen

from seawall.core.http.links import links_in
from seawall.core.http.message import Headers
from seawall.core.http.times import http_date

__all__ = ["Deprecation", "deprecation_in"]

_LONGEST_FIELD = 4096
_LONGEST_LINK = 300
_STRUCTURED = re.compile(r"\s*@(-?[0-9]{1,15})\s*(?:;.*)?", re.DOTALL)
_DRAFT_FLAG = re.compile(r"\s*(?:true|\?1)\s*", re.IGNORECASE)
_RELATIONS = frozenset({"deprecation", "sunset"})


@frozen(kw_only=True)
class Deprecation:
    """The end that an operation will come to, or has.

    `since` is when it became or becomes deprecated, None where only that was said; `until` when it is
    expected to stop answering, None where that was not said. `links` lead to what its owners say of it.
    """

    since: datetime | None = None
    until: datetime | None = None
    links: tuple[str, ...] = ()


def deprecation_in(headers: Headers) -> Deprecation | None:
    """What an answer says of its operation's end; None where it says nothing that can be understood."""
    said, sunset = headers.get("deprecation"), headers.get("sunset")
    if said is None and sunset is None:
        return None
    since, until = _since(said or ""), http_date(sunset)
    if since is None and until is None and not _DRAFT_FLAG.fullmatch(said or ""):
        return None
    return Deprecation(since=since, until=until, links=_links(headers))


def _since(text: str) -> datetime | None:
    match = _STRUCTURED.fullmatch(text)
    if match is None:
        return http_date(text)
    try:
        return datetime.fromtimestamp(int(match[1]), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _links(headers: Headers) -> tuple[str, ...]:
    """The targets of the links that say more, in their order."""
    targets = [
        link.target
        for link in links_in(headers.get("link", "")[:_LONGEST_FIELD])
        if _RELATIONS & set(link.relations)
        and link.target.isprintable()
        and len(link.target) <= _LONGEST_LINK
    ]
    return tuple(dict.fromkeys(targets))
