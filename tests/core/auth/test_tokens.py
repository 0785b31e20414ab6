import math

from seawall.core.auth.tokens import (
    Token,
    has_expired,
    is_sendable,
    needs_renewal,
    other_server,
    token_as_json,
    token_fault,
    token_from_json,
    token_from_refresh_token,
    token_from_response,
)


def token(lifetime_s: float) -> Token:
    return Token(access_token="a", obtained_at=1000.0, lifetime_s=lifetime_s)


def test_a_token_is_due_300_s_or_a_tenth_of_its_lifetime_before_it_expires() -> None:
    for lifetime_s, age_s, is_due in (
        (3600, 0, False),
        (3600, 3299, False),
        (3600, 3300, True),
        (3600, 999_999, True),
        (100, 89, False),
        (100, 90, True),
        (0, 0, True),
        (3600, -999_999, False),
        (600, 299, False),
        (600, 300, True),
        (599, 539, False),
        (599, 540, True),
    ):
        assert needs_renewal(token(lifetime_s), 1000.0 + age_s) is is_due


def test_the_token_in_a_response() -> None:
    fields: dict[str, object] = {"access_token": "new", "refresh_token": "next", "expires_in": 60}
    assert token_from_response(fields, 5.0, issuer="https://l.test", refresh_token="old") == Token(
        access_token="new",
        refresh_token="next",
        obtained_at=5.0,
        lifetime_s=60.0,
        issuer="https://l.test",
    )


def test_without_a_new_refresh_token_the_old_one_stays() -> None:
    for fresh in (
        {},
        {"refresh_token": None},
        {"refresh_token": ""},
    ):
        fields: dict[str, object] = {"access_token": "new", **fresh}
        assert token_from_response(fields, 5.0, issuer="", refresh_token="old").refresh_token == "old"


def test_an_implausible_lifetime_counts_as_an_hour() -> None:
    values: tuple[object, ...] = (None, "3600", [], -5, math.nan, math.inf, 10**400)
    for expires_in in values:
        fields: dict[str, object] = {"access_token": "new", "expires_in": expires_in}
        assert token_from_response(fields, 5.0, issuer="").lifetime_s == 3600.0


def test_the_repr_shows_no_secret() -> None:
    shown = repr(Token(access_token="hunter2", refresh_token="hunter3", obtained_at=0.0, lifetime_s=1.0))
    assert "hunter" not in shown


def test_only_visible_ascii_can_stand_in_a_header() -> None:
    for text, expected in (
        ("abc", True),
        ("a.b-c_d~e+f/g=", True),
        ("", False),
        ("a b", False),
        ("a\nb", False),
        ("a\x7f", False),
        ("é", False),
        (None, False),
        (5, False),
    ):
        assert is_sendable(text) is expected


def test_renew_before_s_sets_when_a_token_is_due() -> None:
    for renew_before_s, age_s, is_due in (
        (0, 3599, False),
        (0, 3600, True),
        (60, 3539, False),
        (60, 3540, True),
        (1800, 1800, True),
        (1801, 3239, False),
    ):
        assert needs_renewal(token(3600), 1000.0 + age_s, renew_before_s) is is_due


# --- In a store ------------------------------------------------------------------------------------------


def test_a_token_survives_encoding() -> None:
    for stored in (
        token(5),
        Token(access_token="é\u2028", refresh_token="r", obtained_at=0.5, lifetime_s=0.0, issuer="https://i"),
        Token(access_token="a", obtained_at=0.0, lifetime_s=1.0, issuer="https://i", grant="client c"),
        token_from_refresh_token("r", issuer="https://i"),
    ):
        assert token_from_json(token_as_json(stored)) == stored


def test_invalid_json_decodes_to_none() -> None:
    for body in (
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"access_token":"a"}',
        b"\xff",
        b"[" * 200_000,
    ):
        assert token_from_json(body) is None


def test_tokens_of_older_versions_are_read() -> None:
    stored = b'{"access_token":"a","refresh_token":null,"obtained_at":1.0,"lifetime_s":2.0,"issuer":null}'
    assert token_from_json(stored) == Token(access_token="a", obtained_at=1.0, lifetime_s=2.0)


def test_a_token_from_a_refresh_token_has_expired_from_the_start() -> None:
    assert has_expired(token_from_refresh_token("r", issuer="https://i"), 0.0)
    assert needs_renewal(token_from_refresh_token("r", issuer="https://i"), 0.0)


TOKEN_FAULTS: dict[str, object] = {
    "is not text: decode bytes": b"abc",
    "is empty": "",
    "begins or ends with a space, a line end or a byte order mark, as a file may: remove it": "abc\n",
    "is in quotes, which are no part of it: remove them": '"abc"',
    "begins with the name of its scheme, which is added to it: give the token alone": "Bearer abc",
    "contains spaces or other characters that no token has": "abc def",
}


def test_a_fault_of_a_token_says_what_to_remove() -> None:
    for fault, token in TOKEN_FAULTS.items():
        assert token_fault(token) == fault
    for token in ("\ufeffabc", " abc", "abc\r\n"):
        assert "remove it" in (token_fault(token) or "")
    for token in ("abc", "a.b-c~d+e/f==", "a'b", 'a"'):
        assert token_fault(token) is None


def test_a_login_to_another_server_is_told_with_both_servers() -> None:
    own, begins = "https://own.test", "The store contains a login to another server"
    for issuer, text in (
        ("https://other.test", f"{begins}, https://other.test. It is not used for {own}."),
        ("https://other.test\x1b[2J", f"{begins}, https://other.test [2J. It is not used for {own}."),
        (None, f"{begins}. It is not used for {own}."),
    ):
        stored = Token(access_token="a", obtained_at=0.0, lifetime_s=1.0, issuer=issuer)
        assert other_server(stored, own) == text
