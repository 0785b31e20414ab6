from seawall.core.redaction.redact import redact

JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"


SECRETS = [
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
    # Names that occur in recorded responses.
    ("pwd=hunter2", "hunter2"),
    ("sessionId: hunter2", "hunter2"),
    ("Set-Cookie: hunter2", "hunter2"),
    ("client_assertion=hunter2", "hunter2"),
    ("deviceCode: 'hunter2'", "hunter2"),
    ("the otp: hunter2", "hunter2"),
    ("https://x.test:hunter2@files.test/a", "hunter2"),
    ("vault/password: hunter2", "hunter2"),
    ("POST /login?password: hunter2", "hunter2"),
    ("GET /x has token: hunter2", "hunter2"),
    ("POST /login password=hunter2", "hunter2"),
    ("POST /token:hunter2", "hunter2"),
]
ORDINARY = [
    "item 'a' is not valid",
    "The token has expired.",
    "see https://docs.test/a",
    "field secret is required",
    "error code: 7",
    "give KEY=VALUE",
    "status_code: 400",
    # Paths and pointers end with any word.
    "POST /auth/token: the request body is not JSON",
    "GET /v1/{id}/api-keys: The parameter 'x' is lost.",
    "#/components/schemas/Token: Here is no schema",
    "DELETE /session: it is gone; PUT /sessions/{sid}: it is not",
]


def test_a_secret_is_replaced() -> None:
    for text, secret in SECRETS:
        assert secret in text
        assert secret not in redact(text), text
        assert "[redacted]" in redact(text), text


def test_ordinary_text_is_unchanged() -> None:
    assert [redact(text) for text in ORDINARY] == ORDINARY


def test_control_characters_become_spaces() -> None:
    assert redact("a\x1b[31mb\r\nc\x00\u202ed\u2028e") == "a [31mb c d e"


def test_a_long_text_is_cut() -> None:
    assert redact("x" * 1000) == "x" * 299 + "…"


def test_only_the_start_of_a_huge_text_is_read() -> None:
    assert redact("\n" * 10_000_000 + "x") == ""


def test_a_given_secret_is_replaced() -> None:
    assert redact("the code hunter2 is wrong", hidden=["hunter2"]) == "the code [redacted] is wrong"


def test_the_length_can_be_chosen() -> None:
    assert redact("x" * 1000, max_characters=10) == "x" * 9 + "…"


def test_a_secret_is_replaced_before_the_text_is_cut() -> None:
    assert "Q" not in redact("x" * 1195 + "Q" * 20, hidden=["Q" * 20], max_characters=300)


def test_a_short_secret_is_replaced_as_a_whole_word() -> None:
    text = "sort by one of state, submitted_at; stat is none"
    assert redact(text, hidden=["stat", "subm"]) == "sort by one of state, submitted_at; [redacted] is none"
    long = "canary-of-sixteen"
    assert redact(f"x{long}y", hidden=[long]) == "x[redacted]y"
