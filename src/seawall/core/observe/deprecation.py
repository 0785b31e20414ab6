"""Parse the Deprecation and Sunset headers of a response, and their links. Pure.

Deprecation is a date in a structured field (RFC 9745, section 2). Earlier drafts had `true` or an HTTP date,
which some servers still send. Sunset is an HTTP date (RFC 8594, section 3). The link relations `deprecation`
(RFC 9745, section 3) and `sunset` (RFC 8594, section 6) lead to the documentation of the API.
"""

import re
from datetime import UTC, datetime

from attrs import frozen

from seawall.core.http.message import Headers
from seawall.core.http.times import parse_http_date, response_date

__all__ = ["DEPRECATION_FIELDS", "Deprecation", "deprecation_in"]

DEPRECATION_FIELDS = frozenset({"deprecation", "sunset"})
"""The fields of which a response that announces a deprecation has one."""

# A server may send headers of any length; the links are shown in log messages.
_MAX_FIELD_LENGTH = 4096
_MAX_LINK_LENGTH = 300
_STRUCTURED = re.compile(r"\s*@(-?[0-9]{1,15})\s*(?:;.*)?", re.DOTALL)
_DRAFT_FLAG = re.compile(r"\s*(?:true|\?1)\s*", re.IGNORECASE)
_RELATIONS = frozenset({"deprecation", "sunset"})


@frozen(kw_only=True)
class Deprecation:
    """The announced end of an operation.

    `since` is the time from which the operation is deprecated, None if the server gives no time. `until` is
    the time when it is expected to stop working, None if the server gives none. `links` lead to the
    documentation.
    """

    since: datetime | None = None
    until: datetime | None = None
    links: tuple[str, ...] = ()


def deprecation_in(headers: Headers) -> Deprecation | None:
    """Parse the headers of a response; None if there is no deprecation, or none that can be parsed."""
    if not headers.has_any(DEPRECATION_FIELDS):
        return None
    deprecation, sunset = headers.get("deprecation"), headers.get("sunset")
    date = response_date(headers)
    since, until = _since(deprecation or "", date), parse_http_date(sunset, date)
    # `Deprecation: false`, or a value that can not be parsed, is not a deprecation.
    if since is None and until is None and not _DRAFT_FLAG.fullmatch(deprecation or ""):
        return None
    return Deprecation(since=since, until=until, links=_links(headers))


def _since(text: str, date: datetime | None) -> datetime | None:
    match = _STRUCTURED.fullmatch(text)
    if match is None:
        return parse_http_date(text, date)
    try:
        return datetime.fromtimestamp(int(match[1]), UTC)
    except (ValueError, OverflowError, OSError):
        # Fifteen digits are allowed by RFC 9651, which is more than a datetime can hold.
        return None


def _links(headers: Headers) -> tuple[str, ...]:
    """The targets of the links to documentation, in order and without duplicates."""
    # Imported late: its regular expressions take 1 ms, and few answers announce a deprecation.
    from seawall.core.http.links import parse_links  # noqa: PLC0415

    targets = [
        link.target
        for link in parse_links(headers.get("link", "")[:_MAX_FIELD_LENGTH])
        if _RELATIONS & set(link.relations)
        and link.target.isprintable()
        and len(link.target) <= _MAX_LINK_LENGTH
    ]
    return tuple(dict.fromkeys(targets))
