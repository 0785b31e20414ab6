"""Settings of an SDK from all sources; files are real, the environment is that of the process."""

import os
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import ValidationError

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.context import Context
from seawall.runtime.settings.context_values import context_values
from seawall.runtime.settings.contexts import ContextFile
from seawall.runtime.settings.display import displayed_settings
from seawall.runtime.settings.resolution import client_settings, read_settings, resolve
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.setting import Setting
from seawall.runtime.settings.sources import SettingSources, load_sources


class Settings(SdkSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"
    presets: ClassVar[dict[str, dict[str, object]]] = {
        "production": {"attempts": 6},
        "testing": {"attempts": 1},
    }
    if_missing: ClassVar[dict[str, str]] = {"base_url": "toys.test has one"}

    base_url: str
    attempts: Annotated[int, Setting(least=1, most=10)] = 4
    token: Secret | None = None
    verbose: bool = False
    name: str = "toy"


URL = {"base_url": "http://toy.test"}


def around(
    environment: dict[str, str] | None = None,
    dotenv: dict[str, str] | None = None,
    context: dict[str, object] | None = None,
) -> SettingSources:
    made = Context("dev", {"toy": context, "other": {"what": 1}}) if context is not None else None
    return SettingSources(environment or {}, dotenv or {}, made)


@pytest.mark.parametrize(
    ("given", "sources", "value", "origin"),
    [
        (
            {"attempts": 9},
            around({"TOY_ATTEMPTS": "8"}, {"TOY_ATTEMPTS": "7"}, {"attempts": 5, "preset": "testing"}),
            9,
            "argument",
        ),
        (
            {"attempts": None},
            around({"TOY_ATTEMPTS": "8"}, {"TOY_ATTEMPTS": "7"}, {"attempts": 5, "preset": "testing"}),
            8,
            "environment TOY_ATTEMPTS",
        ),
        ({}, around({}, {"TOY_ATTEMPTS": "7"}, {"attempts": 5, "preset": "testing"}), 7, ".env TOY_ATTEMPTS"),
        ({}, around({}, {}, {"attempts": 5, "preset": "testing"}), 5, "context dev"),
        ({}, around({}, {}, {"preset": "testing"}), 1, "preset testing"),
        ({"preset": "production"}, around({}, {}, {"preset": "testing"}), 6, "preset production"),
        ({}, around({"TOY_PRESET": "production"}), 6, "preset production"),
        ({}, around(), 4, "default"),
    ],
)
def test_the_first_source_wins_and_is_the_origin(
    given: dict[str, object], sources: SettingSources, value: int, origin: str
) -> None:
    resolved = resolve(Settings, {**URL, **given}, sources)
    assert (resolved.settings.attempts, resolved.origins["attempts"]) == (value, origin)
    shown = {row.name: row for row in displayed_settings(Settings, {**URL, **given}, sources)}
    assert (str(shown["attempts"].value), shown["attempts"].origin) == (str(value), origin)


@pytest.mark.parametrize(
    ("given", "sources", "words"),
    [
        ({"atempts": 1}, around(), "atempts (argument) is not a setting; the nearest is attempts"),
        (
            {},
            around({"TOY_ATEMPTS": "1"}),
            "TOY_ATEMPTS (environment) is not a setting; the nearest is TOY_ATTEMPTS",
        ),
        ({}, around({}, {"TOY_NAM": "1"}), "TOY_NAM (.env) is not a setting; the nearest is TOY_NAME"),
        ({}, around({}, {}, {"verbos": 1}), "verbos (context dev) is not a setting; the nearest is verbose"),
        ({}, around({"TOY_PRESET": "prodution"}), "there is no such preset; the nearest is production"),
        (
            {},
            around({"TOY_ATTEMPTS": "11"}),
            "attempts (environment TOY_ATTEMPTS): input should be less than",
        ),
        ({}, around({}, {}, {"attempts": "x"}), "attempts (context dev): input should be a valid integer"),
        ({"attempts": 0}, around(), "TOY_ATTEMPTS (or attempts): input should be greater than"),
        ({}, around({}, {}, {"token": "t"}), "that file is not for secrets"),
        (
            {"base_url": None},
            around(),
            "or give base_url, or use a context that has it; toys.test has one.",
        ),
    ],
)
def test_an_error_names_setting_and_origin(
    given: dict[str, object], sources: SettingSources, words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve(Settings, {**URL, **given}, sources)
    assert words in str(caught.value)


def test_one_error_has_all_faults() -> None:
    with pytest.raises(ConfigError, match=r"attempts.*; .*verbose"):
        resolve(Settings, URL, around({"TOY_ATTEMPTS": "0", "TOY_VERBOSE": "perhaps"}))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"attempts": 0}, "TOY_ATTEMPTS (or attempts): input should be greater than or equal to 1."),
        ({"atempts": 1}, "atempts is not a setting; the nearest is attempts."),
        ({"preset": "prodution"}, "there is no such preset; the nearest is production."),
        ({"token": 7}, "TOY_TOKEN (or token): input should be a valid string."),
        ({"base_url": None}, "TOY_BASE_URL (or base_url): input should be a valid string."),
    ],
)
def test_settings_made_directly_raise_the_same_errors(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings(**{**URL, **given})
    assert str(caught.value).endswith(words)
    assert isinstance(caught.value.__cause__, ValidationError)


def test_a_missing_setting_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"base_url is not set\. Set TOY_BASE_URL, or give base_url"):
        Settings()  # type: ignore[call-arg]


def test_the_error_of_a_missing_secret_does_not_suggest_a_context() -> None:
    class Strict(Settings):
        token: Secret

    with pytest.raises(ConfigError, match=r"token is not set. Set TOY_TOKEN, or give token\.$"):
        resolve(Strict, URL, around())


def test_given_settings_are_used_as_they_are() -> None:
    settings = Settings(base_url="http://toy.test", attempts=9)
    assert client_settings(Settings, settings, {"token": None}) is settings
    with pytest.raises(ConfigError, match="settings are given, and token, context too"):
        client_settings(Settings, settings, {"token": "s3cret", "base_url": None}, context="dev")


def test_a_client_without_settings_reads_them(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_ATTEMPTS", "8")
    assert client_settings(Settings, None, URL).attempts == 8
    with pytest.raises(ConfigError, match="no context 'nowhere'"):
        client_settings(Settings, None, URL, context="nowhere")
    number: Any = 5
    with pytest.raises(ConfigError, match=r"^context is of type int\. Give the name of a context\.$"):
        client_settings(Settings, None, URL, context=number)


@pytest.mark.parametrize(
    ("wrong", "kind"), [({}, "of type dict"), ("dev", "of type str"), (Settings, "the class Settings")]
)
def test_settings_of_a_wrong_type_are_an_error(wrong: Any, kind: str) -> None:
    with pytest.raises(ConfigError, match=rf"settings is {kind}\. Give a .*\.Settings"):
        client_settings(Settings, wrong, {})


class LongSettings(Settings):
    environment_prefix: ClassVar[str] = "TOY_SHELF_"


MISSPELT = {"TOY_SHEFL_TOKEN": "s3cret"}


@pytest.mark.parametrize(
    ("sources", "place"), [(around(MISSPELT), "environment"), (around({}, MISSPELT), ".env")]
)
def test_a_misspelt_prefix_is_an_error(sources: SettingSources, place: str) -> None:
    words = f"TOY_SHEFL_TOKEN ({place}) is not a setting; the nearest is TOY_SHELF_TOKEN."
    for ask in (resolve, displayed_settings):
        with pytest.raises(ConfigError) as caught:
            ask(LongSettings, URL, sources)
        assert str(caught.value) == words


@pytest.mark.parametrize(
    ("given", "sources"),
    [
        ({"token": Secret("t")}, around(MISSPELT)),
        ({}, around({**MISSPELT, "TOY_SHELF_TOKEN": "t"})),
        ({}, around(MISSPELT, {"TOY_SHELF_TOKEN": "t"})),
        ({}, around({"SEAWALL_CONTEXT": "dev", "TOY_BOX_TOKEN": "t"})),
    ],
)
def test_a_similar_variable_is_ignored_if_the_setting_is_given(
    given: dict[str, object], sources: SettingSources
) -> None:
    resolve(LongSettings, {**URL, **given}, sources)


def test_no_repr_or_display_has_a_secret() -> None:
    sources = around({"TOY_TOKEN": "s3cret"})
    resolved = resolve(Settings, URL, sources)
    wrong = {"base_url": "http://u:s3cret@toy.test?sig=s3cret"}
    shown = displayed_settings(Settings, wrong, sources)
    assert "s3cret" not in repr((resolved, sources, shown))
    assert {row.name: row.value for row in shown}["token"] == "**********"
    assert resolved.settings.token is not None
    assert resolved.settings.token == "s3cret"


@pytest.mark.parametrize("name", ["TOKEN", "ATTEMPTS"])
def test_no_error_has_an_invalid_value(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve(Settings, {**URL, "token": 7 if name == "TOKEN" else None}, around({f"TOY_{name}": "s3cret"}))
    assert "s3cret" not in str(caught.value)


def test_a_missing_setting_is_displayed_as_not_set() -> None:
    shown = {row.name: row for row in displayed_settings(Settings, {}, around())}
    assert (shown["base_url"].value, shown["base_url"].origin) == (None, "not set")
    assert (shown["name"].value, shown["name"].origin) == ("toy", "default")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEAWALL_CONTEXT", raising=False)
    return tmp_path


def test_environment_dotenv_and_context_are_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text('# a comment\nTOY_NAME="from ${HOME}"\nexport TOY_ATTEMPTS=7\nOTHER=1\n')
    monkeypatch.setenv("TOY_ATTEMPTS", "8")
    contexts = ContextFile(here / "contexts.toml")
    contexts.add("dev", "toy", URL)
    contexts.use("dev")
    resolved = resolve(Settings, {}, load_sources(contexts=contexts))
    settings = resolved.settings
    assert (settings.base_url, settings.attempts, settings.name) == (
        URL["base_url"],
        8,
        "from ${HOME}",
    )
    assert resolved.origins["base_url"] == "context dev"


def test_the_environment_is_an_argument(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_ATTEMPTS", "8")
    sources = load_sources(environment={"TOY_ATTEMPTS": "9"}, folder=here, contexts=ContextFile(here / "no"))
    assert resolve(Settings, URL, sources).settings.attempts == 9


def test_settings_are_read_in_one_step(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text("TOY_NAME=from the file\n")
    monkeypatch.setenv("TOY_ATTEMPTS", "8")
    settings = read_settings(Settings, {**URL, "attempts": None})
    assert (settings.base_url, settings.attempts, settings.name) == (URL["base_url"], 8, "from the file")
    with pytest.raises(ConfigError, match="no context 'nowhere'"):
        read_settings(Settings, URL, context="nowhere")


@pytest.mark.parametrize(
    ("named", "first_set"),
    [
        (("one", "two", "three"), "one"),
        ((None, "two", "three"), "two"),
        ((None, "", "three"), "three"),
        ((None, "", ""), "four"),
    ],
)
def test_which_context_is_used(
    here: Path, monkeypatch: pytest.MonkeyPatch, named: tuple[str | None, str, str], first_set: str
) -> None:
    argument, variable, in_file = named
    contexts = ContextFile(here / "contexts.toml")
    for name in ("one", "two", "three", "four"):
        contexts.add(name, "toy", URL)
    contexts.use("four")
    monkeypatch.setenv("SEAWALL_CONTEXT", variable)
    (here / ".env").write_text(f"SEAWALL_CONTEXT={in_file}\n")
    context = load_sources(context=argument, contexts=contexts).context
    assert context is not None
    assert context.name == first_set


def test_a_folder_called_dotenv_is_ignored(here: Path) -> None:
    (here / ".env").mkdir()
    assert load_sources(contexts=ContextFile(here / "no.toml")).dotenv == {}


def read_dotenv(folder: Path, caplog: pytest.LogCaptureFixture) -> tuple[dict[str, str], list[str]]:
    """The variables of `.env`, and the warnings without the path."""
    caplog.clear()
    found = load_sources(contexts=ContextFile(folder / "no.toml"), prefix="TOY_").dotenv
    return {**found}, [message.partition(".env")[2] for message in caplog.messages]


@pytest.mark.parametrize(
    ("content", "variables", "warned"),
    [
        # Lines of other programs.
        (b"A=1\n\nno s3cret line\nTOY_B=2\n", {"A": "1", "TOY_B": "2"}, None),
        (b"=5\nOTHER\nTOY_B=2\n", {"TOY_B": "2"}, None),
        (b"OTHER=\xff\xfe\nTOY_B=2\n", {"TOY_B": "2"}, None),
        (b"# caf\xe9\nTOY_B=2\n", {"TOY_B": "2"}, None),
        (b"\xff\x00\xfe\n", {}, None),
        # Lines that may be meant for Seawall.
        (b"A=1\n\n\nTOY_NAME='s3cret\nTOY_B=2\n", {"A": "1", "TOY_B": "2"}, 4),
        (b"A=1\nSEAWALL_PLATFORM_TOKEN: s3cret\n", {"A": "1"}, 2),
        (b"TOY_NAME\nTOY_B=2\n", {"TOY_B": "2"}, 1),
        (b"TOY_NAME=s3cret\xff\nTOY_B=2\n", {"TOY_B": "2"}, 1),
    ],
)
def test_a_faulty_line_of_a_dotenv_is_ignored(
    here: Path,
    caplog: pytest.LogCaptureFixture,
    content: bytes,
    variables: dict[str, str],
    warned: int | None,
) -> None:
    (here / ".env").write_bytes(content)
    warning = f", line {warned}: this is not NAME=value in UTF-8. It is ignored."
    assert read_dotenv(here, caplog) == (variables, [] if warned is None else [warning])
    assert "s3cret" not in caplog.text


def test_a_dotenv_in_another_encoding_is_ignored_with_a_warning(
    here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (here / ".env").write_text("TOY_NAME=s3cret\n", encoding="utf-16")
    expected: list[str] = [" is text in UTF-16 and is ignored. Save it as UTF-8."]
    assert read_dotenv(here, caplog) == ({}, expected)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every file")
def test_a_dotenv_without_permission_is_ignored_with_a_warning(
    here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (here / ".env").write_text("TOY_NAME=s3cret\n")
    (here / ".env").chmod(0)
    assert read_dotenv(here, caplog) == ({}, [" can not be read: Permission denied. It is ignored."])


def test_a_folder_whose_dotenv_can_not_be_looked_up_is_no_error(
    here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # Longer than any file system allows: the look-up itself fails.
    far = here / ("x" * 300)
    assert load_sources(folder=far, contexts=ContextFile(here / "no.toml")).dotenv == {}
    assert [message.rpartition("can not be read")[2] for message in caplog.messages] == [
        ": File name too long. It is ignored."
    ]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        ({"attempts": "4"}, {"attempts": 4}),
        ({"verbose": "true"}, {"verbose": True}),
        # A field of text stays text, whatever it looks like.
        ({"name": "7"}, {"name": "7"}),
        ({"name": "[1]"}, {"name": "[1]"}),
        ({"preset": "testing"}, {"preset": "testing"}),
    ],
)
def test_typed_settings_are_converted_for_a_context(texts: dict[str, str], values: dict[str, object]) -> None:
    made = context_values(Settings, texts)
    assert made == values
    assert [type(value) for value in made.values()] == [type(value) for value in values.values()]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"token": "s3cret"}, "token is a secret, and contexts are plain text"),
        ({"atempts": "s3cret"}, "the nearest is attempts"),
        ({"attempts": "s3cret"}, "attempts"),
        ({"preset": "s3cret"}, "no such preset"),
    ],
)
def test_invalid_or_secret_settings_for_a_context_are_errors(texts: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        context_values(Settings, texts)
    assert words in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_misspelt_section_is_an_error() -> None:
    sources = SettingSources(context=Context("dev", {"tooy": URL, "other": {}}))
    with pytest.raises(ConfigError, match="tooy in context dev is not an SDK; the nearest is toy"):
        resolve(Settings, URL, sources)


@pytest.mark.parametrize("sections", [{"tooy": {}, "toy": {}}, {"other": {}}, {}])
def test_sections_of_other_sdks_are_ignored(sections: dict[str, dict[str, object]]) -> None:
    sources = SettingSources(context=Context("dev", sections))
    assert resolve(Settings, URL, sources).settings.attempts == 4


@pytest.mark.parametrize("place", ["environment", "dotenv"])
def test_a_misspelt_context_variable_is_an_error(
    here: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "environment":
        monkeypatch.setenv("SEAWALL_CONTXT", "dev")
    else:
        (here / ".env").write_text("SEAWALL_CONTXT=dev\n")
    with pytest.raises(ConfigError, match=r"SEAWALL_CONTXT is not a variable.*nearest is SEAWALL_CONTEXT"):
        load_sources(contexts=ContextFile(here / "no.toml"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEAWALL_CONTEXTS", ""),
        # Variables of an orchestrator for a service `seawall-context`, and settings of other SDKs.
        ("SEAWALL_CONTEXT_PORT", "tcp://10.0.0.1:80"),
        ("SEAWALL_CONTENT_URL", "http://h"),
        ("SEAWALL_CONTACT", "me"),
        ("SEAWALL_CONTROL", "on"),
    ],
)
def test_other_variables_are_not_mistaken_for_the_context_variable(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert load_sources(contexts=ContextFile(here / "no.toml")).context is None


@pytest.mark.parametrize(
    "url", ["https://u:CAN/ARY@a", "https://u:CAN ARY@a", "https://u:CANARY@a", "u:CANARY@a"]
)
def test_a_url_that_may_hold_a_password_is_masked(url: str) -> None:
    shown = {row.name: row.value for row in displayed_settings(Settings, {"base_url": url}, around())}
    assert shown["base_url"] == "**********"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({}, "Bare has no section. Give the class one."),
        ({"section": "bare"}, "Bare has no environment_prefix. Give the class one."),
    ],
)
def test_a_class_without_section_or_prefix_is_an_error(own: dict[str, str], words: str) -> None:
    bare: type[SdkSettings] = type("Bare", (SdkSettings,), own)
    with pytest.raises(ConfigError) as caught:
        resolve(bare, {}, SettingSources({}))
    assert str(caught.value) == words


def test_variables_of_a_kubernetes_service_stop_no_client(caplog: pytest.LogCaptureFixture) -> None:
    links = {
        "TOY_SERVICE_HOST": "10.0.0.1",
        "TOY_SERVICE_PORT": "80",
        "TOY_PORT": "tcp://10.0.0.1:80",
        "TOY_PORT_80_TCP": "tcp://10.0.0.1:80",
        "TOY_PORT_80_TCP_ADDR": "10.0.0.1",
    }
    plain = around({"TOY_BASE_URL": "https://one.test"})
    linked = around({**links, "TOY_BASE_URL": "https://one.test"})
    assert resolve(Settings, {}, linked).settings == resolve(Settings, {}, plain).settings
    assert caplog.text == ""


def test_a_variable_that_is_near_no_setting_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    plain = around({"TOY_BASE_URL": "https://one.test"})
    found = resolve(Settings, {}, around({"TOY_BASE_URL": "https://one.test", "TOY_IMAGE_DIGEST": "s3cret"}))
    assert found.settings == resolve(Settings, {}, plain).settings
    assert "TOY_IMAGE_DIGEST (environment) is not a setting; it is ignored." in caplog.text
    assert "s3cret" not in caplog.text
