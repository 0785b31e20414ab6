"""An SDK shows and accepts the settings of its kind of authentication, and no others."""

from typing import ClassVar

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime import (
    ApiKeySettings,
    ApiSettings,
    LoginSettings,
    SettingSources,
    StoredTokenSettings,
    TokenSettings,
    displayed_settings,
    resolve,
)
from seawall.runtime.settings.validation import pydantic_model

URL = "http://toy.test"


class Open(ApiSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


class Keyed(ApiKeySettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


class WithToken(TokenSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


class WithStoredToken(StoredTokenSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


class WithLogin(LoginSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


AUTH_SETTINGS = {"token", "api_key", "access_token_file", "token_file", "client_id", "issuer", "audience"}
KINDS: list[tuple[type[ApiSettings], set[str]]] = [
    (Open, set()),
    (Keyed, {"api_key"}),
    (WithToken, {"token"}),
    (WithStoredToken, {"token", "access_token_file", "token_file"}),
    (WithLogin, {"token", "access_token_file", "token_file", "client_id", "issuer", "audience"}),
]


def test_each_kind_shows_its_settings_alone() -> None:
    for kind, names in KINDS:
        shown = {one.name for one in displayed_settings(kind, {"base_url": URL}, SettingSources())}
        assert shown & AUTH_SETTINGS == names, kind
        assert {*pydantic_model(kind).model_json_schema()["properties"]} & AUTH_SETTINGS == names, kind
        # The metadata of submissions is a matter of the SDK that has them.
        assert "sdk_metadata" not in shown, kind


def test_each_kind_refuses_the_settings_of_others() -> None:
    needed = {"api_key": "k3y", "token": "t0ken"}
    for kind, names in KINDS:
        given = {"base_url": URL, **{name: needed[name] for name in names & needed.keys()}}
        assert resolve(kind, given, SettingSources()).settings.base_url == URL
        for name in AUTH_SETTINGS - names:
            with pytest.raises(ConfigError, match=f"{name} .*is not a setting"):
                resolve(kind, {**given, name: "any"}, SettingSources())


def test_a_token_and_a_key_are_required_where_nothing_replaces_them() -> None:
    rows: list[tuple[type[ApiSettings], str]] = [(Keyed, "TOY_API_KEY"), (WithToken, "TOY_TOKEN")]
    for kind, variable in rows:
        with pytest.raises(ConfigError, match=f"is not set. Set {variable}"):
            resolve(kind, {"base_url": URL}, SettingSources())
        found = resolve(kind, {"base_url": URL}, SettingSources({variable: "s3cret"})).settings
        assert found.credential == "s3cret"
        assert "s3cret" not in repr(found)
        with pytest.raises(ConfigError, match=variable):
            resolve(kind, {"base_url": URL}, SettingSources({variable: "s3cret\nline"}))


def test_without_authentication_there_is_no_credential() -> None:
    assert Open(base_url=URL).credential is None
    assert WithLogin(base_url=URL).credential is None
