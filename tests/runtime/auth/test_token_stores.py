"""Token stores of all kinds, and the keyring of the system."""

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
from keyring.errors import KeyringLocked

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.auth.token_keyring import TokenKeyring
from seawall.runtime.auth.token_store import MemoryTokenStore, TokenStore
from tests.runtime.auth.keyrings import DictKeyring

TOKEN = Token(access_token="hunter2", refresh_token="hunter3", obtained_at=5.0, lifetime_s=60.0)
OTHER = Token(access_token="other", obtained_at=6.0, lifetime_s=60.0)


@pytest.fixture
def backend() -> Iterator[DictKeyring]:
    before = keyring.get_keyring()
    backend = DictKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture(params=["memory", "file", "keyring"])
def store(request: pytest.FixtureRequest, tmp_path: Path, backend: DictKeyring) -> TokenStore:
    stores: dict[str, TokenStore] = {
        "memory": MemoryTokenStore(),
        "file": TokenFile(tmp_path / "token.json"),
        "keyring": TokenKeyring("me", lock_folder=tmp_path),
    }
    return stores[request.param]


def test_a_saved_token_is_loaded_until_it_is_deleted(store: TokenStore) -> None:
    assert store.load() is None
    store.save(TOKEN)
    assert store.load() == TOKEN
    store.save(OTHER)
    assert store.load() == OTHER
    assert (store.delete(), store.delete()) == (True, False)
    assert store.load() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock.")
def test_a_store_can_be_locked_once(store: TokenStore) -> None:
    release = store.try_lock()
    assert release is not None
    assert store.try_lock() is None
    store.save(TOKEN)
    assert store.load() == TOKEN
    release()
    again = store.try_lock()
    assert again is not None
    again()


def test_the_repr_of_a_store_shows_no_secret(store: TokenStore) -> None:
    store.save(TOKEN)
    assert "hunter" not in f"{store!r} {store}"


def test_entries_of_a_keyring_are_separate(backend: DictKeyring, tmp_path: Path) -> None:
    mine = TokenKeyring("me", lock_folder=tmp_path)
    for other in (
        TokenKeyring("you", lock_folder=tmp_path),
        TokenKeyring("me", service="x", lock_folder=tmp_path),
    ):
        mine.save(TOKEN)
        other.save(OTHER)
        assert mine.load() == TOKEN
        release, others = mine.try_lock(), other.try_lock()
        assert release is not None
        assert others is not None
        release()
        others()


def test_an_entry_without_a_login_is_ignored_and_copied_aside(
    backend: DictKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    backend.entries["seawall", "me"] = "hunter2, but no login"
    store = TokenKeyring("me")
    assert store.load() is None
    assert "The entry me of seawall in the keyring contains no valid login" in caplog.text
    store.save(TOKEN)
    assert store.load() == TOKEN
    assert backend.entries["seawall", "me.broken"] == "hunter2, but no login"
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("act", ["load", "save", "delete"])
def test_without_a_keyring_the_error_names_token_file(act: str) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        with pytest.raises(ConfigError, match=r"has no keyring.*TokenFile"):
            getattr(TokenKeyring("me"), act)(*([TOKEN] if act == "save" else []))
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("act", ["load", "save", "delete"])
@pytest.mark.parametrize("trouble", [KeyringLocked("x"), OSError("y")])
def test_a_locked_keyring_raises_config_error(backend: DictKeyring, act: str, trouble: Exception) -> None:
    store = TokenKeyring("me")
    store.save(TOKEN)
    backend.trouble = trouble
    with pytest.raises(ConfigError, match=f"{type(trouble).__name__}.*Unlock it"):
        getattr(store, act)(*([TOKEN] if act == "save" else []))


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"extra `keyring`.*\[keyring\]"):
        TokenKeyring("me").load()


def test_entries_that_are_copied_aside_do_not_replace_each_other(backend: DictKeyring) -> None:
    store = TokenKeyring("me")
    for broken in ("first", "second", "third"):
        backend.entries["seawall", "me"] = broken
        store.save(TOKEN)
    aside = {name: text for (_, name), text in backend.entries.items() if name != "me"}
    assert aside == {"me.broken": "first", "me.broken-2": "second", "me.broken-3": "third"}


def test_an_entry_without_a_login_is_not_deleted(
    backend: DictKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    backend.entries["seawall", "me"] = "hunter2, but no login"
    assert not TokenKeyring("me").delete()
    assert backend.entries["seawall", "me"] == "hunter2, but no login"
    assert "was not deleted" in caplog.text
    assert "hunter2" not in caplog.text
