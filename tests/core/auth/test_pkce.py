"""Proof Key for Code Exchange; each row names its section of RFC 7636."""

from random import Random

import pytest

from seawall.core.auth.pkce import (
    CHALLENGE_METHOD,
    code_challenge,
    code_verifier,
    is_code_challenge,
    is_code_verifier,
)

# RFC 7636, appendix B
RANDOM_BYTES = bytes.fromhex("7418dfb49799e0254ffa607dd8adbbba16d4254d69d6bff05b58055853848d79")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_vector_of_appendix_b() -> None:
    assert code_verifier(RANDOM_BYTES) == VERIFIER
    assert code_challenge(VERIFIER) == CHALLENGE
    assert (is_code_verifier(VERIFIER), is_code_challenge(CHALLENGE)) == (True, True)


def test_the_method_is_s256() -> None:
    assert CHALLENGE_METHOD == "S256"


def test_the_form_of_a_verifier() -> None:
    for section, text, is_valid in (
        ("4.1: at least 43 characters", "a" * 42, False),
        ("4.1: at least 43 characters", "a" * 43, True),
        ("4.1: at most 128 characters", "a" * 128, True),
        ("4.1: at most 128 characters", "a" * 129, False),
        ("4.1: unreserved characters", "Az09-._~" * 6, True),
        ("4.1: unreserved characters", "a" * 43 + "+", False),
        ("4.1: unreserved characters", "a" * 43 + "=", False),
        ("4.1: unreserved characters", "a" * 43 + "é", False),
        ("4.1: unreserved characters", "a" * 43 + "\n", False),
        ("4.1: empty", "", False),
    ):
        assert is_code_verifier(text) is is_valid, section


def test_the_form_of_a_challenge() -> None:
    for section, text, is_valid in (
        ("4.2: base64url of 32 octets", "a" * 43, True),
        ("4.2: base64url of 32 octets", "a" * 42, False),
        ("4.2: base64url of 32 octets", "a" * 44, False),
        ("appendix A: no padding", "a" * 42 + "=", False),
        ("4.2: base64url, not base64", "a" * 42 + "+", False),
        ("4.2: base64url, not base64", "a" * 42 + "/", False),
    ):
        assert is_code_challenge(text) is is_valid, section


@pytest.mark.parametrize("size", [0, 31, 97])
def test_a_verifier_needs_32_to_96_random_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="32 to 96 random bytes"):
        code_verifier(bytes(size))


def test_each_verifier_and_challenge_has_the_right_form() -> None:
    for size in range(32, 97):
        for random_bytes in (bytes(size), b"\xff" * size, Random(size).randbytes(size)):
            verifier = code_verifier(random_bytes)
            assert is_code_verifier(verifier), random_bytes
            assert is_code_challenge(code_challenge(verifier)), random_bytes
