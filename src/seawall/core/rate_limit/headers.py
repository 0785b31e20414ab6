"""Parse the rate limits that a response states. Pure; no header value raises an error.

There is no single format. The first one that the response has is read:

- `RateLimit` with `RateLimit-Policy`, as lists (draft-ietf-httpapi-ratelimit-headers-08 to -10) or with
  `limit=`, `remaining=` and `reset=` (-07)
- `RateLimit-Limit`, `-Remaining` and `-Reset` (drafts up to -06), and the same with `X-RateLimit-`,
  `X-Rate-Limit-`, `X-RateLimit-…-Requests` and `Anthropic-RateLimit-Requests-`

A reset is a number of seconds, a time since 1970 in seconds or milliseconds, a date, or a duration such as
`1m30s`. Times are compared with the Date of the response, so a wrong local clock does no harm. Limits of
tokens or bytes are ignored.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from attrs import frozen

from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s
from seawall.core.http.times import parse_http_date, response_date, to_utc

__all__ = ["ServerLimit", "blocked_for_s", "server_limits", "states_no_limit"]

_MAX_S = 86_400.0
_NUMBER = r"(?a)\s*(\d{1,18})(?:\.(\d{1,9})\d*)?\s*(?![\w.-])"
_DURATION = r"(?a)(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)"
_UNITS_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_MEMBER = r'(?:"[^"]*"|[^",])+'
_PIECE = r'(?:"[^"]*"|[^";])+'
_PARAMETER = r"(?a)([a-z*][a-z0-9_.*-]*)=(\d{1,15})"
_DRAFT_7 = r"(?a)(?:^|,)\s*(limit|remaining|reset)\s*=\s*(\d{1,15})(?![\w.])"
_MAX_FIELD_LENGTH, _MAX_DATE_LENGTH = 4096, 80
# Marks a policy whose quota unit (`qu`) is not requests, e.g. bytes.
_NOT_REQUESTS = "qu"
# The prefix and the suffix of the header names with limit, remaining and reset.
_NAMES = (
    ("ratelimit-", ""),
    ("x-ratelimit-", ""),
    ("x-rate-limit-", ""),
    ("x-ratelimit-", "-requests"),
    ("anthropic-ratelimit-requests-", ""),
)
# From these numbers on, a reset is a time since 1970, in seconds and in milliseconds, and not a delay.
_FIRST_EPOCH_S, _FIRST_EPOCH_MS = 1e9, 1e12
_TOO_MANY_REQUESTS = 429
# GitHub sends 403 with Retry-After for its secondary rate limits.
_BLOCKING = frozenset({403, _TOO_MANY_REQUESTS, 503})


@frozen(kw_only=True)
class ServerLimit:
    """A limit of the server: `remaining` requests until it resets in `resets_in_s` seconds.

    After the reset there are `most` requests for `window_s` seconds; None if the server does not state it.
    """

    name: str
    remaining: int
    resets_in_s: float
    most: int | None = None
    window_s: float | None = None


def states_no_limit(status: int, headers: Headers) -> bool:
    """Return whether a response says nothing about limits, as most do: neither its status nor a field."""
    # No name has a space, so none is found that is not there.
    return status not in _BLOCKING and "rate" not in " ".join(headers)


def blocked_for_s(status: int, headers: Headers) -> float | None:
    """Seconds during which the server forbids any request: Retry-After with 403, 429 or 503, else None."""
    delay_s = retry_after_s(headers) if status in _BLOCKING else None
    return None if delay_s is None else min(delay_s, _MAX_S)


def server_limits(status: int, headers: Headers) -> tuple[ServerLimit, ...]:
    """Parse the limits of a response; empty if there are none, or none that can be parsed.

    A reset at a time needs the Date that `with_date` adds. A 429 without a remaining number means 0.
    """
    if "ratelimit" in headers:
        found = tuple(_from_list(headers)) or tuple(_from_draft_7(headers))
        if found:
            return found
    for before, after in _NAMES:
        remaining = _number(headers.get(f"{before}remaining{after}", ""))
        if remaining is None and status == _TOO_MANY_REQUESTS:
            remaining = 0.0
        resets_in_s = None if remaining is None else _reset_in_s(headers, before, after)
        if remaining is not None and resets_in_s is not None:
            most = _number(headers.get(f"{before}limit{after}", "").partition(",")[0].partition(";")[0])
            return (_limit(before, remaining, resets_in_s, most, _window_s(headers, most)),)
    return ()


def _limit(
    name: str, remaining: float, resets_in_s: float, most: float | None, window_s: float | None
) -> ServerLimit:
    if remaining < 1:
        # Most servers round down: "0 remaining, resets in 0 s" means that it resets within the next second.
        resets_in_s = max(resets_in_s, 1.0 if resets_in_s == int(resets_in_s) else 0.0)
    return ServerLimit(
        name=name,
        remaining=int(remaining),
        resets_in_s=min(max(resets_in_s, 0.0), _MAX_S),
        most=int(most) if most else None,
        window_s=min(window_s, _MAX_S) if window_s else None,
    )


def _members(text: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Parse a structured list (RFC 9651, section 3.1) into names and integer parameters."""
    for member in re.findall(_MEMBER, text[:_MAX_FIELD_LENGTH]):
        name, *parameters = [piece.strip() for piece in re.findall(_PIECE, member)] or [""]
        matches = [match for text in parameters if (match := re.fullmatch(_PARAMETER, text))]
        numbers = {match[1]: float(match[2]) for match in matches}
        if any(text.startswith("qu=") and text != 'qu="requests"' for text in parameters):
            numbers[_NOT_REQUESTS] = 1.0
        yield name.strip('"'), numbers


def _from_list(headers: Headers) -> Iterator[ServerLimit]:
    policies = dict(_members(headers.get("ratelimit-policy", "")))
    for name, numbers in _members(headers["ratelimit"]):
        policy = policies.get(name, {})
        if _NOT_REQUESTS in policy:
            continue
        # Without `t`, the reset comes after the whole window at the latest.
        resets_in_s = numbers.get("t", policy.get("w"))
        if "r" in numbers and resets_in_s is not None:
            yield _limit(name, numbers["r"], resets_in_s, policy.get("q"), policy.get("w"))


def _from_draft_7(headers: Headers) -> Iterator[ServerLimit]:
    numbers = {
        name: float(number) for name, number in re.findall(_DRAFT_7, headers["ratelimit"][:_MAX_FIELD_LENGTH])
    }
    if "remaining" in numbers and "reset" in numbers:
        most = numbers.get("limit")
        yield _limit("ratelimit-", numbers["remaining"], numbers["reset"], most, _window_s(headers, most))


def _window_s(headers: Headers, most: float | None) -> float | None:
    """The window of the policy `most;w=seconds`; the oldest drafts have it in RateLimit-Limit."""
    for field in ("ratelimit-policy", "ratelimit-limit"):
        for number, parameters in _members(headers.get(field, "")):
            if "w" in parameters and _number(number) == most:
                return parameters["w"]
    return None


def _number(text: str) -> float | None:
    match = re.match(_NUMBER, text)
    return float(f"{match[1]}.{match[2] or 0}") if match else None


def _reset_in_s(headers: Headers, before: str, after: str) -> float | None:
    date = response_date(headers)
    # Discord sends reset-after too, which needs no clock, so it comes first.
    for field in (f"{before}reset-after{after}", f"{before}reset{after}"):
        text = headers.get(field, "")[:_MAX_DATE_LENGTH].strip()
        number = _number(text)
        if number is not None and number < _FIRST_EPOCH_S:
            return number
        at_s = _epoch_s(text, date) if number is None else number / (1000 if number >= _FIRST_EPOCH_MS else 1)
        if at_s is not None and date is not None:
            return max(0.0, at_s - date.timestamp())
        if text and not re.sub(_DURATION, "", text):
            return sum(float(number) * _UNITS_S[unit] for number, unit in re.findall(_DURATION, text))
    return None


def _javascript_date(text: str) -> datetime:
    """Parse a JavaScript date, e.g. `Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Time)`."""
    return datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z").astimezone(UTC)


_DATES: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, _javascript_date)


def _epoch_s(text: str, now: datetime | None) -> float | None:
    for read in _DATES:
        try:
            return to_utc(read(text)).timestamp()
        except (TypeError, ValueError, OverflowError):
            continue
    date = parse_http_date(text, now)
    return None if date is None else date.timestamp()
