"""The saved login as a token store."""

from pathlib import Path

from seawall.core.auth.tokens import Token
from seawall.runtime.identity.saved_tokens import SavedTokens, issuer_of
from seawall.sdks.sessions.federation import FEDERATION
from tests.runtime.identity.configurations import NOW_S, VERSION_1, VERSION_2, document, written


def test_tokens_are_loaded_and_saved_with_their_expiry(tmp_path: Path) -> None:
    store = SavedTokens(written(tmp_path), "srcnet", FEDERATION)
    token = store.load()
    assert token is not None
    assert (token.access_token, token.refresh_token) == ("s3cr3t-access", "s3cr3t-refresh")
    assert token.obtained_at + token.lifetime_s == NOW_S + 600
    assert token.issuer == "https://iam.test"
    store.save(Token(access_token="new", obtained_at=NOW_S, lifetime_s=60.0))
    saved = store.load()
    assert saved is not None
    assert (saved.access_token, saved.refresh_token) == ("new", "s3cr3t-refresh")
    assert saved.obtained_at + saved.lifetime_s == NOW_S + 60


def test_a_login_of_another_kind_has_no_token(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert SavedTokens(file, "cadc", FEDERATION).load() is None
    assert SavedTokens(file, "none", FEDERATION).load() is None


def test_a_login_without_a_client_is_not_renewed(tmp_path: Path) -> None:
    token = SavedTokens(written(tmp_path, VERSION_1), "srcnet", FEDERATION).load()
    assert token is not None
    assert token.refresh_token is None


def test_deleting_removes_the_login(tmp_path: Path) -> None:
    store = SavedTokens(written(tmp_path), "srcnet", FEDERATION)
    assert [store.delete(), store.delete()] == [True, False]


def test_one_of_two_locks_the_store(tmp_path: Path) -> None:
    file = written(tmp_path)
    first, second = SavedTokens(file, "srcnet", FEDERATION), SavedTokens(file, "srcnet", FEDERATION)
    release = first.try_lock()
    assert release is not None
    assert second.try_lock() is None
    release()
    again = second.try_lock()
    assert again is not None
    again()


def test_the_issuer_is_that_of_the_record_or_of_the_provider(tmp_path: Path) -> None:
    text = VERSION_2.replace(
        "discovery: https://iam.test/.well-known/openid-configuration", "discovery: null"
    )
    assert issuer_of(document(tmp_path), "srcnet", FEDERATION) == "https://iam.test"
    assert issuer_of(document(tmp_path, text), "srcnet", FEDERATION) == "https://ska-iam.stfc.ac.uk"
    assert issuer_of(document(tmp_path, text), "none", FEDERATION) == ""
