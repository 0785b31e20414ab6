"""RFC 9745 (Deprecation) and RFC 8594 (Sunset), with their links (RFC 8288)."""

from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from seawall.core.http.message import Headers
from seawall.core.observe.deprecation import Deprecation, deprecation_in

JUNE_2023 = datetime(2023, 6, 30, 23, 59, 59, tzinfo=UTC)
JUNE_2024 = datetime(2024, 6, 30, 23, 59, 59, tzinfo=UTC)
SUNSET_2018 = datetime(2018, 12, 31, 23, 59, 59, tzinfo=UTC)


CASES: list[tuple[str, dict[str, str], Deprecation | None]] = [
    ("RFC 9745, section 2.1", {"Deprecation": "@1688169599"}, Deprecation(since=JUNE_2023)),
    (
        "RFC 9651, section 3.3.7: dates may lie before 1970",
        {"Deprecation": "@-1"},
        Deprecation(since=datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ),
    (
        "RFC 9651, section 3.1.2: an item may have parameters, which mean nothing here",
        {"Deprecation": "@1688169599;a=1"},
        Deprecation(since=JUNE_2023),
    ),
    (
        "RFC 9745, section 3: a link of relation deprecation",
        {
            "Deprecation": "@1688169599",
            "Link": '<https://developer.example.com/deprecation>; rel="deprecation"; type="text/html"',
        },
        Deprecation(since=JUNE_2023, links=("https://developer.example.com/deprecation",)),
    ),
    (
        "RFC 9745, section 4: with a sunset",
        {"Deprecation": "@1688169599", "Sunset": "Sun, 30 Jun 2024 23:59:59 UTC"},
        Deprecation(since=JUNE_2023, until=JUNE_2024),
    ),
    (
        "RFC 8594, section 3",
        {"Sunset": "Sat, 31 Dec 2018 23:59:59 GMT"},
        Deprecation(until=SUNSET_2018),
    ),
    (
        "RFC 8594, section 6: a link of relation sunset, among others",
        {
            "Sunset": "Sat, 31 Dec 2018 23:59:59 GMT",
            "Link": '</page/2>; rel=next, <http://example.net/sunset>;rel="help sunset"',
        },
        Deprecation(until=SUNSET_2018, links=("http://example.net/sunset",)),
    ),
    ("draft-dalal-deprecation-header-03: a flag", {"Deprecation": "true"}, Deprecation()),
    (
        "draft-ietf-httpapi-deprecation-header-02: an HTTP date",
        {"Deprecation": "Fri, 30 Jun 2023 23:59:59 GMT"},
        Deprecation(since=JUNE_2023),
    ),
    ("a flag of a structured field", {"Deprecation": "?1"}, Deprecation()),
    (
        "both links, one of them twice",
        {
            "Deprecation": "true",
            "Link": "<https://a.test/d>; rel=deprecation, <https://a.test/s>; rel=sunset, "
            '<https://a.test/d>; rel="sunset"',
        },
        Deprecation(links=("https://a.test/d", "https://a.test/s")),
    ),
    (
        "a link that is too long or not printable is left out",
        {
            "Deprecation": "true",
            "Link": f"<https://a.test/{'a' * 300}>; rel=deprecation, <https://a.test/\x1b>; rel=sunset",
        },
        Deprecation(),
    ),
    (
        "the sunset is broken",
        {"Deprecation": "@1688169599", "Sunset": "soon"},
        Deprecation(since=JUNE_2023),
    ),
    ("nothing", {}, None),
    ("a link alone", {"Link": "<https://a.test/d>; rel=deprecation"}, None),
    ("not deprecated", {"Deprecation": "false"}, None),
    ("not deprecated", {"Deprecation": "?0"}, None),
    ("garbage", {"Deprecation": "@soon"}, None),
    ("a date that no calendar has", {"Deprecation": "@999999999999999"}, None),
    ("a fraction is no date", {"Deprecation": "@1688169599.5"}, None),
    ("empty", {"Deprecation": "", "Sunset": ""}, None),
]


def test_the_headers_of_the_rfcs_and_their_drafts() -> None:
    for source, fields, expected in CASES:
        assert deprecation_in(Headers(fields)) == expected, source


texts = st.text(max_size=40) | st.sampled_from(
    ["@1", "true", "Sun, 99 Jun 9999 99:99:99 GMT", "<a>;rel=sunset"]
)


@settings(max_examples=100, derandomize=True)
@given(st.dictionaries(st.sampled_from(["deprecation", "sunset", "link"]), texts))
@example({"deprecation": "true", "link": "<" * 50_000})
@example({"deprecation": "@" + "9" * 50_000})
def test_garbage_raises_nothing_and_stays_short(fields: dict[str, str]) -> None:
    result = deprecation_in(Headers(fields))
    assert result is None or all(len(link) <= 300 and link.isprintable() for link in result.links)
