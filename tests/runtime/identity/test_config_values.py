"""Single values of a configuration: shown without secrets, and set."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import InputError
from seawall.core.redaction.secret import SecretMapping
from seawall.runtime.identity.config_document import ConfigDocument
from seawall.runtime.identity.config_values import shown_values, value_of, with_value

DATA: dict[str, Any] = {
    "version": 2,
    "active": {"authentication": "srcnet"},
    "authentication": {
        "srcnet": {
            "mode": "oidc",
            "token": {"access": "s3cret-access", "refresh": "s3cret-refresh", "scope": "openid"},
            "client": {"identity": "me", "secret": "s3cret-client"},
            "expiry": {"access": 1700000000, "refresh": None},
        }
    },
    "servers": {},
    "registry": {"username": "ada", "secret": "s3cret-registry"},
}


def document() -> ConfigDocument:
    return ConfigDocument(Path("config.yaml"), SecretMapping(DATA))


def test_no_secret_is_shown() -> None:
    values = shown_values(document())
    assert "s3cret" not in str(values)
    assert values["authentication.srcnet.token.access"] == "(hidden)"
    assert values["authentication.srcnet.expiry.access"] == 1700000000
    assert values["servers"] == {}
    assert [*values][:2] == ["version", "active.authentication"]


def test_a_value_and_the_values_below_a_key() -> None:
    assert value_of(document(), "registry.username") == "ada"
    assert value_of(document(), "registry") == {"registry.username": "ada", "registry.secret": "(hidden)"}
    with pytest.raises(InputError, match=r"has no 'elsewhere'\. It has version, .*servers"):
        value_of(document(), "elsewhere")
    with pytest.raises(InputError, match=r"has no 'registry.user'. The nearest is registry\.username"):
        value_of(document(), "registry.user")
    with pytest.raises(InputError, match=r"config.yaml has no 'x'\.$"):
        value_of(ConfigDocument(Path("config.yaml")), "x")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("console.width", "100", 100),
        ("console.banner", "false", False),
        ("registry.username", "grace", "grace"),
        ("registry.url", "https://registry.example.com", "https://registry.example.com"),
    ],
)
def test_a_value_is_set_and_the_others_stay(key: str, text: str, value: object) -> None:
    changed = with_value(document(), key, text)
    assert value_of(changed, key) == value
    assert {**shown_values(changed), key: None} == {**shown_values(document()), key: None}


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("console.width", "wide", "console.width is 'wide'"),
        ("console.width", "0", "console.width is '0'"),
        ("console.width", "1" * 30, "console.width is"),
        ("console.banner", "yes", "Give true or false"),
        ("active.authentication", "cadc", "can not be set; these can: registry.url"),
        ("version", "3", "can not be set"),
    ],
)
def test_what_can_not_be_set(key: str, text: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        with_value(document(), key, text)
