"""The fields of the older clients: arguments, environment, defaults."""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from attrs import frozen

from seawall.core.errors import InputError, SeawallError
from seawall.sdks.sessions.compat import ContainerRegistry, Session
from seawall.sdks.sessions.compat.fields import Fields, fields_from
from tests.transports.error_report import error_report

URL = "https://host.example/skaha/v1"
TOKEN = "t0ken-of-ada"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Fields]:
    """A function that makes fields from an environment and arguments."""

    def make(environment: Mapping[str, str], **given: Any) -> Fields:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return fields_of(**given)

    return make


def fields_of(**given: Any) -> Fields:
    names = (
        "token", "certificate", "url", "authentication_idp", "timeout", "concurrency", "raise_http_errors",
        "config", "registry", "loglevel",
    )  # fmt: skip
    fields: dict[str, Any] = {**dict.fromkeys(names), "errors": "ignore", **given}
    return fields_from(**fields)


@pytest.fixture
def _log_level() -> Iterator[None]:
    log = logging.getLogger("seawall")
    before = log.level
    yield
    log.setLevel(before)


def test_the_defaults(made: Callable[..., Fields]) -> None:
    found = made({})
    assert (found.timeout, found.concurrency, found.errors) == (30, 32, "ignore")
    assert (found.settings.base_url, found.settings.token, found.settings.certificate) == ("", None, None)
    assert found.settings.attempt_timeout_s == 30


def test_a_field_is_read_from_the_environment(made: Callable[..., Fields]) -> None:
    found = made({
        "CANFAR_TOKEN": TOKEN, "CANFAR_URL": URL, "CANFAR_TIMEOUT": "60", "CANFAR_CONCURRENCY": "8",
        "CANFAR_AUTHENTICATION_IDP": "srcnet",
    })  # fmt: skip
    assert (found.timeout, found.concurrency) == (60, 8)
    assert (found.settings.token, found.settings.base_url) == (TOKEN, "https://host.example")
    assert found.settings.idp == "srcnet"


def test_an_argument_wins_over_the_environment(made: Callable[..., Fields]) -> None:
    found = made({"CANFAR_TIMEOUT": "60", "CANFAR_TOKEN": "other"}, timeout=20, token=TOKEN, url=URL)
    assert (found.timeout, found.settings.token) == (20, TOKEN)


@pytest.mark.parametrize(
    ("environment", "given", "words"),
    [
        ({}, {"token": TOKEN}, "token and certificate need a server"),
        ({}, {"certificate": "proxy.pem"}, "token and certificate need a server"),
        ({}, {"timeout": 0}, "timeout"),
        ({}, {"timeout": 301}, "timeout"),
        ({}, {"concurrency": 129}, "concurrency"),
        ({}, {"errors": "all"}, "errors is 'all'"),
        ({"CANFAR_TIMEOUT": "soon"}, {}, "CANFAR_TIMEOUT is 'soon'"),
    ],
)
def test_a_field_that_can_not_be_used_is_a_value_error(
    environment: dict[str, str], given: dict[str, Any], words: str, made: Callable[..., Fields]
) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        made(environment, **given)
    assert isinstance(caught.value, InputError)


def test_a_token_may_be_a_secret_of_pydantic(made: Callable[..., Fields]) -> None:
    @frozen
    class SecretStr:
        def get_secret_value(self) -> str:
            return TOKEN

    assert made({}, token=SecretStr(), url=URL).settings.token == TOKEN


def test_the_login_of_the_registry_is_hidden(made: Callable[..., Fields]) -> None:
    registry = ContainerRegistry("ada", "s3cret-of-ada")
    assert "s3cret" not in repr(registry)
    settings = made({}, registry=registry).settings
    assert (settings.registry_username, settings.registry_secret) == ("ada", "s3cret-of-ada")


@pytest.mark.usefixtures("_log_level")
def test_the_level_of_the_log(made: Callable[..., Fields]) -> None:
    made({}, loglevel="DEBUG")
    assert logging.getLogger("seawall").level == logging.DEBUG


@pytest.mark.parametrize("given", [{"raise_http_errors": False}, {}])
def test_a_field_without_effect_is_told(
    given: dict[str, Any], made: Callable[..., Fields], caplog: pytest.LogCaptureFixture
) -> None:
    made({"CANFAR_RAISE_HTTP_ERRORS": "false"}, **given)
    assert "raise_http_errors has no effect" in caplog.text


@pytest.mark.parametrize(
    "given",
    [
        {"url": URL, "timeout": 0},
        {"url": "no url"},
        {"url": URL, "token": f"two words {TOKEN}"},
        {"url": URL, "registry": ContainerRegistry("ada", f"{TOKEN}-of-the-registry"), "errors": "all"},
    ],
)
def test_no_error_report_shows_a_secret(given: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANFAR_TOKEN", TOKEN)
    with pytest.raises(SeawallError) as caught:
        Session(**given)
    assert TOKEN not in error_report(caught.value)
