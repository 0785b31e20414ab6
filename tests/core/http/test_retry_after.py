from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s, wait_in_words
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


def test_a_time_to_wait_in_words() -> None:
    for seconds, words in [
        (0.2, "1 second"),
        (45, "45 seconds"),
        (60, "1 minute"),
        (61, "1 minute 1 second"),
        (3600, "1 hour"),
        (5400, "1 hour 30 minutes"),
        (3601, "1 hour 1 minute"),
        (7199, "2 hours"),
        (86_399, "1 day"),
        (90_000, "1 day 1 hour"),
        (259_200, "3 days"),
    ]:
        assert wait_in_words(seconds) == words, seconds
