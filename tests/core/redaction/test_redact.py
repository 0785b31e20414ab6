import pytest

from seawall.core.redaction.redact import redact

JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abcdefgh12345", "abcdefgh12345"),
        ("authorization: basic dXNlcjpodW50ZXIy", "dXNlcjpodW50ZXIy"),
        ("DPoP abcdefgh12345 was refused", "abcdefgh12345"),
        (f"the token {JWT} has expired", JWT),
        (f"the token {JWT} has expired", "c2lnbmF0dXJl"),
        ("access_token=hunter2 is old", "hunter2"),
        ('{"refresh_token": "hunter2"}', "hunter2"),
        ("{'client_secret': 'hunter2'}", "hunter2"),
        ("password: hunter2", "hunter2"),
        ("api_key=hunter2", "hunter2"),
        ("x-api-key: hunter2", "hunter2"),
        ("X-Amz-Signature=hunter2&x=1", "hunter2"),
        ("see https://files.test/a?sig=hunter2", "hunter2"),
        ("see https://files.test/a?Expires=1&anything=hunter2 for more", "hunter2"),
        ("see https://ann:hunter2@files.test/a", "hunter2"),
        ("Bearer \r\n abcdefgh12345", "abcdefgh12345"),
        ("Authorization: Token hunter2", "hunter2"),
        ("proxy-authorization=Negotiate hunter2", "hunter2"),
        ("Cookie: theme=dark; who=hunter2", "hunter2"),
        ("Set-Cookie: who=hunter2; Path=/; other=hunter2", "hunter2"),
        # What only cassettes knew.
        ("pwd=hunter2", "hunter2"),
        ("sessionId: hunter2", "hunter2"),
        ("Set-Cookie: hunter2", "hunter2"),
        ("client_assertion=hunter2", "hunter2"),
        ("deviceCode: 'hunter2'", "hunter2"),
        ("the otp: hunter2", "hunter2"),
        ("https://x.test:hunter2@files.test/a", "hunter2"),
    ],
)
def test_a_secret_does_not_stay(text: str, secret: str) -> None:
    assert secret in text
    redacted = redact(text)
    assert secret not in redacted
    assert "[redacted]" in redacted


@pytest.mark.parametrize(
    "text",
    [
        "item 'a' is not valid",
        "The token has expired.",
        "see https://docs.test/a",
        "field secret is required",
        "error code: 7",
        "give KEY=VALUE",
        "status_code: 400",
    ],
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_a_terminal_is_given_nothing_to_obey() -> None:
    assert redact("a\x1b[31mb\r\nc\x00\u202ed\u2028e") == "a [31mb c d e"


def test_a_long_text_is_cut() -> None:
    assert redact("x" * 1000) == "x" * 299 + "…"


def test_only_the_beginning_of_a_huge_text_is_looked_at() -> None:
    assert redact("\n" * 10_000_000 + "x") == ""


def test_a_text_that_is_known_to_be_secret_does_not_stay() -> None:
    assert redact("the code hunter2 is wrong", hidden=["hunter2"]) == "the code [redacted] is wrong"


def test_the_length_may_be_chosen() -> None:
    assert redact("x" * 1000, most_characters=10) == "x" * 9 + "…"


def test_a_secret_is_hidden_before_the_text_is_cut() -> None:
    assert "Q" not in redact("x" * 1195 + "Q" * 20, hidden=["Q" * 20], most_characters=300)


def test_what_is_hidden_is_cut_out_of_no_longer_word() -> None:
    said = "sort by one of state, submitted_at; stat is none"
    assert redact(said, hidden=["stat", "subm"]) == "sort by one of state, submitted_at; [redacted] is none"
    long = "canary-of-sixteen"
    assert redact(f"x{long}y", hidden=[long]) == "x[redacted]y"
