"""What an answer says of the server's own rate limits. Pure; whatever a header holds, nothing is raised.

There is no one form. Read are, in this order, the first that the answer has:

- `RateLimit` with `RateLimit-Policy`, as lists (draft-ietf-httpapi-ratelimit-headers-08 to -10) or with
  `limit=`, `remaining=` and `reset=` (-07)
- `RateLimit-Limit`, `-Remaining` and `-Reset` (drafts up to -06), and the same with `X-RateLimit-`,
  `X-Rate-Limit-`, `X-RateLimit-…-Requests` and `Anthropic-RateLimit-Requests-`

A reset is seconds from now, a time since 1970 in seconds or milliseconds, a date, or a duration such as
`1m30s`. Times are read against the answer's own Date, so that a wrong local clock does not matter. Limits of
anything but requests, such as of tokens or bytes, are not read.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from attrs import frozen

from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s
from seawall.core.http.times import parse_http_date, to_utc

__all__ = ["ServerLimit", "closed_for_s", "server_limits"]

_LONGEST_S = 86_400.0
_NUMBER = re.compile(r"\s*(\d{1,18})(?:\.(\d{1,9})\d*)?\s*(?![\w.-])", re.ASCII)
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)", re.ASCII)
_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_MEMBER = re.compile(r'(?:"[^"]*"|[^",])+')
_PIECE = re.compile(r'(?:"[^"]*"|[^";])+')
_PARAMETER = re.compile(r"([a-z*][a-z0-9_.*-]*)=(\d{1,15})", re.ASCII)
_DRAFT_7 = re.compile(r"(?:^|,)\s*(limit|remaining|reset)\s*=\s*(\d{1,15})(?![\w.])", re.ASCII)
_LONGEST_FIELD, _LONGEST_DATE = 4096, 80
# Marks a policy with a quota unit (`qu`) of its own, e.g. bytes.
_NOT_REQUESTS = "qu"
# Where the three numbers stand: before and after the words limit, remaining and reset.
_NAMES = (
    ("ratelimit-", ""),
    ("x-ratelimit-", ""),
    ("x-rate-limit-", ""),
    ("x-ratelimit-", "-requests"),
    ("anthropic-ratelimit-requests-", ""),
)
# Numbers from here on are no seconds to wait, but a time since 1970: in seconds, in milliseconds.
_FIRST_EPOCH_S, _FIRST_EPOCH_MS = 1e9, 1e12
_TOO_MANY = 429
# GitHub answers 403 with Retry-After to whom its secondary limits stop.
_CLOSING = frozenset({403, _TOO_MANY, 503})


@frozen(kw_only=True)
class ServerLimit:
    """One limit as the server sees it: `left` requests until it resets in `resets_in_s` seconds.

    `most` and `window_s` are what it gives at a reset and for how long, where the server says so.
    """

    name: str
    left: int
    resets_in_s: float
    most: int | None = None
    window_s: float | None = None


def closed_for_s(status: int, headers: Headers) -> float | None:
    """For how many seconds nobody may ask: Retry-After with 403, 429 or 503, or None where there is none."""
    asked_s = retry_after_s(headers) if status in _CLOSING else None
    return None if asked_s is None else min(asked_s, _LONGEST_S)


def server_limits(status: int, headers: Headers, wall_s: float) -> tuple[ServerLimit, ...]:
    """The limits that an answer states; none where it states none that can be understood.

    `wall_s` is the time since 1970, for answers without a Date. A 429 that does not say what is left means 0.
    """
    # Most answers say nothing, and then this is all that they cost.
    if not any("rate" in name for name in headers):
        return ()
    if "ratelimit" in headers:
        found = tuple(_listed(headers)) or tuple(_in_draft_7(headers))
        if found:
            return found
    for before, after in _NAMES:
        left = _number(headers.get(f"{before}remaining{after}", ""))
        if left is None and status == _TOO_MANY:
            left = 0.0
        resets_in_s = None if left is None else _reset_in_s(headers, before, after, wall_s)
        if left is not None and resets_in_s is not None:
            most = _number(headers.get(f"{before}limit{after}", "").partition(",")[0].partition(";")[0])
            return (_limit(before, left, resets_in_s, most, _window_s(headers, most)),)
    return ()


def _limit(
    name: str, left: float, resets_in_s: float, most: float | None, window_s: float | None
) -> ServerLimit:
    if left < 1:
        # Most servers round down: nothing left for 0 seconds is nothing left for less than one.
        resets_in_s = max(resets_in_s, 1.0 if resets_in_s == int(resets_in_s) else 0.0)
    return ServerLimit(
        name=name,
        left=int(left),
        resets_in_s=min(max(resets_in_s, 0.0), _LONGEST_S),
        most=int(most) if most else None,
        window_s=min(window_s, _LONGEST_S) if window_s else None,
    )


def _members(text: str) -> Iterator[tuple[str, dict[str, float]]]:
    """The members of a structured list (RFC 9651, section 3.1), with their parameters that are integers."""
    for member in _MEMBER.findall(text[:_LONGEST_FIELD]):
        name, *parameters = [piece.strip() for piece in _PIECE.findall(member)] or [""]
        found = [match for text in parameters if (match := _PARAMETER.fullmatch(text))]
        said = {match[1]: float(match[2]) for match in found}
        if any(text.startswith("qu=") and text != 'qu="requests"' for text in parameters):
            said[_NOT_REQUESTS] = 1.0
        yield name.strip('"'), said


def _listed(headers: Headers) -> Iterator[ServerLimit]:
    policies = dict(_members(headers.get("ratelimit-policy", "")))
    for name, said in _members(headers["ratelimit"]):
        policy = policies.get(name, {})
        if _NOT_REQUESTS in policy:
            continue
        # Without `t`, the whole window is the longest that it can take.
        resets_in_s = said.get("t", policy.get("w"))
        if "r" in said and resets_in_s is not None:
            yield _limit(name, said["r"], resets_in_s, policy.get("q"), policy.get("w"))


def _in_draft_7(headers: Headers) -> Iterator[ServerLimit]:
    said = {name: float(number) for name, number in _DRAFT_7.findall(headers["ratelimit"][:_LONGEST_FIELD])}
    if "remaining" in said and "reset" in said:
        most = said.get("limit")
        yield _limit("ratelimit-", said["remaining"], said["reset"], most, _window_s(headers, most))


def _window_s(headers: Headers, most: float | None) -> float | None:
    """The window of the policy `most;w=seconds`, which the oldest drafts have beside the limit."""
    for field in ("ratelimit-policy", "ratelimit-limit"):
        for number, said in _members(headers.get(field, "")):
            if "w" in said and _number(number) == most:
                return said["w"]
    return None


def _number(text: str) -> float | None:
    match = _NUMBER.match(text)
    return float(f"{match[1]}.{match[2] or 0}") if match else None


def _reset_in_s(headers: Headers, before: str, after: str, wall_s: float) -> float | None:
    # Discord's, which needs no clock at all, goes first.
    for field in (f"{before}reset-after{after}", f"{before}reset{after}"):
        text = headers.get(field, "")[:_LONGEST_DATE].strip()
        number = _number(text)
        if number is not None and number < _FIRST_EPOCH_S:
            return number
        at_s = _epoch_s(text) if number is None else number / (1000 if number >= _FIRST_EPOCH_MS else 1)
        if at_s is not None:
            return max(0.0, at_s - _date_s(headers, wall_s))
        if text and not _DURATION.sub("", text):
            return sum(float(number) * _UNITS_S[unit] for number, unit in _DURATION.findall(text))
    return None


def _date_s(headers: Headers, wall_s: float) -> float:
    said = parse_http_date(headers.get("date"))
    return wall_s if said is None else said.timestamp()


def _from_script(text: str) -> datetime:
    """A date as JavaScript prints it, e.g. `Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Time)`."""
    return datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z").astimezone(UTC)


_DATES: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, _from_script)


def _epoch_s(text: str) -> float | None:
    for read in _DATES:
        try:
            return to_utc(read(text)).timestamp()
        except (TypeError, ValueError, OverflowError):
            continue
    date = parse_http_date(text)
    return None if date is None else date.timestamp()
