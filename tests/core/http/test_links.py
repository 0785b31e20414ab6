"""RFC 8288, Web Linking: the examples of section 3.5, the rules of section 3 and of appendix B."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.http.links import find_link, parse_links
from seawall.core.http.message import Headers

BASE = "https://api.test/v1/things?page=1"


LINKS: list[tuple[str, list[tuple[str, str, str | None, str | None]]]] = [
    # Section 3.5.
    (
        '<http://example.com/TheBook/chapter2>; rel="previous"; title="previous chapter"',
        [("http://example.com/TheBook/chapter2", "previous", None, "previous chapter")],
    ),
    ('</>; rel="http://example.net/foo"', [("https://api.test/", "http://example.net/foo", None, None)]),
    (
        '</terms>; rel="copyright"; anchor="#foo"',
        [("https://api.test/terms", "copyright", f"{BASE}#foo", None)],
    ),
    (
        (
            "</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, "
            "</TheBook/chapter4>; rel=\"next\"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel"
        ),
        [
            ("https://api.test/TheBook/chapter2", "previous", None, "letztes Kapitel"),
            ("https://api.test/TheBook/chapter4", "next", None, "nächstes Kapitel"),
        ],
    ),
    (
        '<http://example.org/>; rel="start http://example.net/relation/other"',
        [("http://example.org/", "start http://example.net/relation/other", None, None)],
    ),
    (
        '<https://example.org/>; rel="start", <https://example.org/index>; rel="index"',
        [
            ("https://example.org/", "start", None, None),
            ("https://example.org/index", "index", None, None),
        ],
    ),
    # Section 3.1: relative targets, resolved against what was asked for.
    ("<?page=2>; rel=next", [("https://api.test/v1/things?page=2", "next", None, None)]),
    ("<other>; rel=next", [("https://api.test/v1/other", "next", None, None)]),
    ("<//cdn.test/x>; rel=next", [("https://cdn.test/x", "next", None, None)]),
    ("<>; rel=self", [(BASE, "self", None, None)]),
    ("<?ids=1,2;3>; rel=next", [("https://api.test/v1/things?ids=1,2;3", "next", None, None)]),
    # Section 3: relations are compared without regard to case, the first of a parameter counts.
    ("<?a>; REL=Next", [("https://api.test/v1/things?a", "next", None, None)]),
    ("<?a>; rel=next; rel=prev", [("https://api.test/v1/things?a", "next", None, None)]),
    ("<?a>; rel=' '", [("https://api.test/v1/things?a", "' '", None, None)]),
    ("<?a>", [("https://api.test/v1/things?a", "", None, None)]),
    # Appendix B.3: quotes, escapes, white space, empty and missing values.
    (
        '<?a>; title="a, b; c \\" d"; rel=next, <?b>; rel=prev',
        [
            ("https://api.test/v1/things?a", "next", None, 'a, b; c " d'),
            ("https://api.test/v1/things?b", "prev", None, None),
        ],
    ),
    (
        '\t<?a> ;\trel = "next" ; title = ""',
        [("https://api.test/v1/things?a", "next", None, "")],
    ),
    ("<?a>;rel;title", [("https://api.test/v1/things?a", "", None, "")]),
    ('<?a>; rel="next; title=open', [("https://api.test/v1/things?a", "next; title=open", None, None)]),
    # Section 3.4.1: title* before title; one that can not be decoded does not count.
    (
        "<?a>; title=plain; title*=UTF-8''r%C3%A9el",
        [("https://api.test/v1/things?a", "", None, "réel")],
    ),
    (
        "<?a>; title*=iso-8859-1'en'%A3%20rates; title=plain",
        [("https://api.test/v1/things?a", "", None, "£ rates")],
    ),
    ("<?a>; title=plain; title*=UTF-8''%FF", [("https://api.test/v1/things?a", "", None, "plain")]),
    ("<?a>; title=plain; title*=KOI8-R''%D0", [("https://api.test/v1/things?a", "", None, "plain")]),
    ("<?a>; title=plain; title*=none", [("https://api.test/v1/things?a", "", None, "plain")]),
]


def test_links_are_parsed(subtests: pytest.Subtests) -> None:
    for value, links in LINKS:
        with subtests.test(value=value, links=links):
            found = [
                (link.target, " ".join(link.relations), link.anchor, link.title)
                for link in parse_links(value, BASE)
            ]
            assert found == links


MALFORMED: list[tuple[str, list[str]]] = [
    ("", []),
    (" , ,, ", []),
    ("nonsense", []),
    ("nonsense, <?b>; rel=next", ["?b"]),
    ("<?a> nonsense, <?b>; rel=next", ["?b"]),
    ('<?a>; "quoted, nonsense", <?b>; rel=next', ["?b"]),
    ("<?a>;; rel=next", ["?a"]),
    ("<?a; rel=next", []),
    ("<?a, <?b>; rel=next", ["?a, <?b"]),
    ("> <?a>; rel=next", []),
    ("<?a>; rel=next,", ["?a"]),
    ('<?a>; x="\\', []),
    ("\x00<?a>\x00", []),
]


def test_malformed_links_are_skipped(subtests: pytest.Subtests) -> None:
    for value, targets in MALFORMED:
        with subtests.test(value=value, targets=targets):
            assert [link.target for link in parse_links(value)] == targets


@settings(max_examples=100, derandomize=True)
@given(st.text(alphabet="<>;=,\" \\*'%[]relnxt?a:/\n\0é"))
def test_no_field_value_raises(value: str) -> None:
    parse_links(value, BASE)


def test_a_link_with_an_invalid_target_is_skipped() -> None:
    assert [link.target for link in parse_links("<http://[bad>; rel=next, </b>; rel=next", BASE)] == [
        "https://api.test/b"
    ]


def test_other_attributes_are_kept_by_lower_case_name() -> None:
    (link,) = parse_links('<?a>; rel=next; Type="text/html"; hreflang=de; hreflang=en')
    assert dict(link.parameters) == {"type": "text/html", "hreflang": "de"}


HOSTILE: list[str] = [
    '"' * 100_000,
    "<" * 100_000,
    "<a>;" * 50_000,
    '\\"' * 50_000,
    ",<a" * 50_000,
    '<a>;x="' * 20_000,
]


def test_a_hostile_field_is_parsed_in_linear_time(subtests: pytest.Subtests) -> None:
    for value in HOSTILE:
        with subtests.test(value=value):
            assert len(parse_links(value)) <= 1


NEXT_LINKS: list[tuple[str, str | None]] = [
    ("<?page=2>; rel=next", "https://api.test/v1/things?page=2"),
    ('<?page=1>; rel=first, <?page=2>; rel="last next"', "https://api.test/v1/things?page=2"),
    ("<?page=9>; rel=next; anchor='#part', <?page=2>; rel=next", "https://api.test/v1/things?page=2"),
    ('<?page=2>; rel=next; anchor="?page=1"', "https://api.test/v1/things?page=2"),
    ("<?page=2>; rel=nextish", None),
]


def test_find_link_ignores_links_with_another_anchor(subtests: pytest.Subtests) -> None:
    for value, target in NEXT_LINKS:
        with subtests.test(value=value, target=target):
            link = find_link("next", Headers({"link": value}), BASE)
            assert (None if link is None else link.target) == target


def test_links_of_repeated_fields_are_one_list() -> None:
    headers = Headers([("Link", "<?page=1>; rel=prev"), ("Link", "<?page=3>; rel=next")])
    link = find_link("next", headers, BASE)
    assert link is not None
    assert link.target.endswith("page=3")


def test_the_repr_of_a_link_does_not_show_its_target() -> None:
    (link,) = parse_links('<?sig=hunter2>; rel=next; title="hunter2"')
    assert "hunter2" not in repr(link)
