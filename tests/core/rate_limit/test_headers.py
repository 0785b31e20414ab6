"""Rate limit headers of drafts and of public APIs. Each row names its source."""

from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from seawall.core.http.message import Headers
from seawall.core.http.times import with_date
from seawall.core.rate_limit.headers import ServerLimit, blocked_for_s, server_limits

WALL_S = 1_700_000_000.0
DATE = {"date": "Tue, 14 Nov 2023 22:13:20 GMT"}  # the same moment

Row = tuple[str, int, float, int | None, float | None]
Rows = list[tuple[str, dict[str, str], list[Row]]]

# draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4, and its earlier forms
DRAFTS: Rows = [
    (
        "-10: one policy",
        {"RateLimit-Policy": '"default";q=100;w=10', "RateLimit": '"default";r=50;t=5'},
        [("default", 50, 5, 100, 10)],
    ),
    ("-10: without a policy", {"RateLimit": '"default";r=50;t=30'}, [("default", 50, 30, None, None)]),
    (
        "-10: several policies, one limit",
        {
            "RateLimit-Policy": '"hour";q=1000;w=3600, "day";q=5000;w=86400',
            "RateLimit": '"day";r=100;t=36000',
        },
        [("day", 100, 36000, 5000, 86400)],
    ),
    (
        "-10: several limits",
        {"RateLimit-Policy": '"a";q=10;w=1,"b";q=50;w=60', "RateLimit": '"a";r=9;t=1,"b";r=3;t=40'},
        [("a", 9, 1, 10, 1), ("b", 3, 40, 50, 60)],
    ),
    (
        "-10: a partition key holds anything",
        {"RateLimit": '"default";r=999;pk=:dHJpYWwxMjEzMjM=:;t=7'},
        [("default", 999, 7, None, None)],
    ),
    (
        "-10: no t, so the whole window at most",
        {"RateLimit-Policy": '"peak";q=100;w=60', "RateLimit": '"peak";r=0'},
        [("peak", 0, 60, 100, 60)],
    ),
    (
        "-10: a policy of another unit is ignored",
        {"RateLimit-Policy": '"bytes";q=65535;qu="content-bytes";w=10', "RateLimit": '"bytes";r=10;t=5'},
        [],
    ),
    ("-08: a token as the name", {"RateLimit": "default;r=50;t=30"}, [("default", 50, 30, None, None)]),
    (
        "-10: the name holds a comma and a semicolon",
        {"RateLimit": '"a,b;c";r=1;t=2, "d";r=3;t=4'},
        [("a,b;c", 1, 2, None, None), ("d", 3, 4, None, None)],
    ),
    (
        "-07: one dictionary",
        {"RateLimit": "limit=100, remaining=50, reset=5", "RateLimit-Policy": "100;w=60"},
        [("ratelimit-", 50, 5, 100, 60)],
    ),
    (
        "-06: three fields and a policy",
        {
            "RateLimit-Limit": "10",
            "RateLimit-Policy": "10;w=1, 50;w=60, 1000;w=3600",
            "RateLimit-Remaining": "9",
            "RateLimit-Reset": "1",
        },
        [("ratelimit-", 9, 1, 10, 1)],
    ),
    (
        "-03: the windows in RateLimit-Limit",
        {"RateLimit-Limit": "100, 100;w=60", "RateLimit-Remaining": "50", "RateLimit-Reset": "50"},
        [("ratelimit-", 50, 50, 100, 60)],
    ),
]

# Formats that public APIs document.
SERVERS: Rows = [
    (
        "GitHub: a time since 1970 in seconds",
        {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "56", "x-ratelimit-reset": "1700003600"},
        [("x-ratelimit-", 56, 3600, 60, None)],
    ),
    (
        "GitLab: the same without x-",
        {"RateLimit-Limit": "60", "RateLimit-Remaining": "0", "RateLimit-Reset": "1700000060"},
        [("ratelimit-", 0, 60, 60, None)],
    ),
    (
        "Twitter: x-rate-limit",
        {"x-rate-limit-limit": "900", "x-rate-limit-remaining": "899", "x-rate-limit-reset": "1700000900"},
        [("x-rate-limit-", 899, 900, 900, None)],
    ),
    (
        "Reddit: a fraction left, seconds to the reset",
        {"x-ratelimit-remaining": "98.0", "x-ratelimit-used": "2", "x-ratelimit-reset": "311"},
        [("x-ratelimit-", 98, 311, None, None)],
    ),
    (
        "Discord: reset-after needs no clock",
        {
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": "1470173023",
            "X-RateLimit-Reset-After": "1.25",
        },
        [("x-ratelimit-", 0, 1.25, 5, None)],
    ),
    (
        "OpenAI: durations, requests beside tokens",
        {
            "x-ratelimit-limit-requests": "60",
            "x-ratelimit-remaining-requests": "59",
            "x-ratelimit-reset-requests": "6m0.5s",
            "x-ratelimit-remaining-tokens": "0",
            "x-ratelimit-reset-tokens": "1h",
        },
        [("x-ratelimit-", 59, 360.5, 60, None)],
    ),
    (
        "Groq: milliseconds",
        {"x-ratelimit-remaining-requests": "2", "x-ratelimit-reset-requests": "250ms"},
        [("x-ratelimit-", 2, 0.25, None, None)],
    ),
    (
        "Anthropic: a date of RFC 3339",
        {
            "anthropic-ratelimit-requests-limit": "50",
            "anthropic-ratelimit-requests-remaining": "49",
            "anthropic-ratelimit-requests-reset": "2023-11-14T22:13:26Z",
        },
        [("anthropic-ratelimit-requests-", 49, 6, 50, None)],
    ),
    (
        "lemlist: a date as JavaScript prints it",
        {
            "X-RateLimit-Limit": "20",
            "X-RateLimit-Remaining": "7",
            "X-RateLimit-Reset": "Tue Nov 14 2023 23:13:22 GMT+0100 (Central European Standard Time)",
        },
        [("x-ratelimit-", 7, 2, 20, None)],
    ),
    (
        "an HTTP date",
        {"X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "Tue, 14 Nov 2023 22:13:30 GMT"},
        [("x-ratelimit-", 7, 10, None, None)],
    ),
    (
        "a time since 1970 in milliseconds",
        {"X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "1700000004500"},
        [("x-ratelimit-", 7, 4.5, None, None)],
    ),
]

ODD: Rows = [
    (
        "nothing left for 0 whole seconds is less than one",
        {"RateLimit": '"a";r=0;t=0'},
        [("a", 0, 1, None, None)],
    ),
    (
        "a reset that has passed",
        {"X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "1600000000"},
        [("x-ratelimit-", 3, 0, None, None)],
    ),
    ("a reset in ten years is bounded", {"RateLimit": '"a";r=0;t=315360000'}, [("a", 0, 86400, None, None)]),
    ("no reset", {"X-RateLimit-Remaining": "3"}, []),
    ("nothing but a reset", {"X-RateLimit-Reset": "30"}, []),
    ("less than none left", {"X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "30"}, []),
    ("words", {"X-RateLimit-Remaining": "many", "X-RateLimit-Reset": "soon"}, []),
    ("a reset in words", {"X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "soon"}, []),
    ("broken quotes", {"RateLimit": '"default;r=50;t=30'}, [("default", 50, 30, None, None)]),
    ("negative numbers", {"RateLimit": '"default";r=-50;t=-30'}, []),
    ("empty", {"RateLimit": "", "RateLimit-Policy": ""}, []),
    ("nothing", {}, []),
]


def limits(rows: Sequence[Row]) -> tuple[ServerLimit, ...]:
    return tuple(
        ServerLimit(name=name, remaining=left, resets_in_s=resets_in_s, most=most, window_s=window_s)
        for name, left, resets_in_s, most, window_s in rows
    )


def test_each_format_is_parsed_with_and_without_a_date() -> None:
    for source, fields, expected in [*DRAFTS, *SERVERS, *ODD]:
        assert server_limits(200, with_date(Headers(fields), WALL_S)) == limits(expected), source
        # With a Date in the response, the local clock may be wrong by years.
        assert server_limits(200, with_date(Headers({**fields, **DATE}), 0.0)) == limits(expected), source


def test_a_429_without_a_remaining_number_means_0() -> None:
    headers = Headers({"X-RateLimit-Reset": "30"})
    assert server_limits(429, headers) == limits([("x-ratelimit-", 0, 30, None, None)])


RETRY_AFTER: list[tuple[int, dict[str, str], float | None]] = [
    # RFC 6585, section 4 and RFC 9110, sections 10.2.3 and 15.6.4
    (429, {"Retry-After": "120"}, 120.0),
    (503, {"Retry-After": "120"}, 120.0),
    (429, {"Retry-After": "Tue, 14 Nov 2023 22:14:20 GMT", **DATE}, 60.0),
    (429, {"Retry-After": "Tuesday, 14-Nov-23 22:14:20 GMT", **DATE}, 60.0),
    (429, {"Retry-After": "31536000"}, 86400.0),
    (429, {"Retry-After": "soon"}, None),
    (429, {}, None),
    # GitHub: secondary limits send 403 or 429 with Retry-After
    (403, {"Retry-After": "60"}, 60.0),
    # With other statuses Retry-After is about this resource only.
    (200, {"Retry-After": "120"}, None),
    (202, {"Retry-After": "120"}, None),
    (301, {"Retry-After": "120"}, None),
    (500, {"Retry-After": "120"}, None),
]


def test_retry_after_blocks_all_requests() -> None:
    for status, fields, expected_s in RETRY_AFTER:
        assert blocked_for_s(status, Headers(fields)) == expected_s


NAMES = [
    "ratelimit",
    "ratelimit-policy",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-reset-after",
    "retry-after",
    "date",
]
PIECES = [
    '"',
    ";",
    ",",
    "=",
    "r=",
    "t=",
    "q=",
    "w=",
    "limit=",
    "-1",
    "9" * 30,
    "²",
    "٣",
    "1e999",
    "nan",
    "GMT",
    " ",
    "\\",
    ":",
    "(",
    "2023-13-99T99",
]
values = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join)


@settings(max_examples=100, derandomize=True)
@given(st.dictionaries(st.sampled_from(NAMES), values), st.sampled_from([200, 403, 429, 503]))
@example({"ratelimit": '";' * 40_000}, 200)
@example({"ratelimit": "a;" + " " * 80_000 + "b"}, 200)
def test_garbage_raises_nothing_and_never_blocks_for_more_than_a_day(
    fields: dict[str, str], status: int
) -> None:
    headers = Headers(fields)
    for limit in server_limits(status, with_date(headers, WALL_S)):
        assert limit.remaining >= 0
        assert 0 <= limit.resets_in_s <= 86400
    assert 0 <= (blocked_for_s(status, headers) or 0.0) <= 86400
