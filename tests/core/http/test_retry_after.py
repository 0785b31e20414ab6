from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s
from seawall.core.sse.parser import EventParser

SECONDS = {
    "0": 0.0,
    "7": 7.0,
    "000000000007": 7.0,
    "999999999": 999_999_999.0,
    "1000000000": 999_999_999.0,
    "9" * 5000: 999_999_999.0,
    "-1": None,
    "1.5": None,
    "\u0661": None,
}


def test_numbers_are_bounded_and_never_cut() -> None:
    for text, seconds in SECONDS.items():
        assert retry_after_s(Headers({"retry-after": text})) == seconds, text[:20]


def test_the_retry_field_of_an_event_stream_follows_the_same_rule() -> None:
    for text, seconds in {"0000000001500": 1.5, "9" * 5000: 3600.0, "1000": 1.0}.items():
        parser = EventParser()
        list(parser.feed(f"retry: {text}\n\n".encode()))
        assert parser.retry_s == seconds, text[:20]
