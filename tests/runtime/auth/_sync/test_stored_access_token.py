# DO NOT EDIT. Derived from ../_async/test_stored_access_token.py by "python -m seawall.codegen.derive".
"""A stored access token is used as it is, until the server rejects it."""

from pathlib import Path

import pytest
from attrs import evolve

from seawall.core.auth.tokens import token_from_access_token, token_from_refresh_token
from seawall.core.errors import LoginRequiredError
from seawall.runtime.auth._sync.stored_access_token import StoredAccessToken
from seawall.runtime.auth.token_file import TokenFile
from seawall.testing import FakeClock
from tests.rows import row

ISSUER = "https://api.test"
NOW_S = 1_800_000_000.0


def tokens_on(file: TokenFile, *, wall_s: float = NOW_S) -> StoredAccessToken:
    return StoredAccessToken(
        file, issuer=ISSUER, login_hint="Log in: x.", clock=FakeClock(wall_s=wall_s)
    )


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    stored = TokenFile(tmp_path / "login.json")
    stored.save(token_from_access_token("sk-1", NOW_S, issuer=ISSUER))
    return stored


def test_the_token_is_used_for_years(file: TokenFile) -> None:
    assert tokens_on(file).token(60.0) == "sk-1"
    assert tokens_on(file, wall_s=NOW_S + 20 * 365 * 86_400).token(60.0) == "sk-1"


def test_the_file_is_private(file: TokenFile) -> None:
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_without_a_login_one_is_required(tmp_path: Path) -> None:
    with pytest.raises(LoginRequiredError, match=r"^You are not logged in\. Log in: x\.$"):
        tokens_on(TokenFile(tmp_path / "none.json")).token(60.0)


def test_a_rejected_token_requires_a_login(file: TokenFile) -> None:
    tokens = tokens_on(file)
    assert tokens.token(60.0) == "sk-1"
    with pytest.raises(LoginRequiredError, match=r"^The server rejects the token .* Log in: x\.$"):
        tokens.renew("sk-1", 60.0)


def test_a_login_that_took_place_meanwhile_is_used(file: TokenFile) -> None:
    tokens = tokens_on(file)
    assert tokens.token(60.0) == "sk-1"
    file.save(token_from_access_token("sk-2", NOW_S, issuer=ISSUER))
    assert tokens.renew("sk-1", 60.0) == "sk-2"
    assert tokens.token(60.0) == "sk-2"


def test_a_logout_meanwhile_requires_a_login(file: TokenFile) -> None:
    tokens = tokens_on(file)
    assert tokens.token(60.0) == "sk-1"
    file.delete()
    with pytest.raises(LoginRequiredError, match="no longer logged in"):
        tokens.renew("sk-1", 60.0)


def test_a_token_of_another_kind_or_server_is_not_sent(file: TokenFile) -> None:
    good = token_from_access_token("sk-1", NOW_S, issuer=ISSUER)
    others = [
        evolve(good, issuer="https://other.test"),
        evolve(good, issuer=None),
        evolve(good, grant="g"),
        token_from_refresh_token("r", issuer=ISSUER),
    ]
    for other in others:
        with row(other):
            file.save(other)
            with pytest.raises(LoginRequiredError, match=r"login (to another server|of another kind)"):
                tokens_on(file).token(60.0)
