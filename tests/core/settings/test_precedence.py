"""The origin of a value, and the detection of wrong names."""

from itertools import pairwise

import pytest

from seawall.core.settings.precedence import (
    ResolvedValue,
    Source,
    first_set,
    misspellings,
    name_faults,
    prefix_faults,
    unknown_names,
)
from seawall.core.validation.closest_match import closest_match

PLACES = ("argument", "environment", ".env", "context dev", "preset production")


def layer(place: str, **values: object) -> Source:
    return Source(place=place, values=values, prefix="X_" if place in {"environment", ".env"} else "")


@pytest.mark.parametrize(("stronger", "weaker"), [*pairwise(PLACES)])
def test_the_stronger_source_wins(stronger: str, weaker: str) -> None:
    sources = [layer(place, a=place) for place in PLACES if place in {stronger, weaker}]
    assert first_set(sources)["a"].value == stronger


@pytest.mark.parametrize(
    ("place", "origin"),
    [
        ("argument", "argument"),
        ("environment", "environment X_A"),
        (".env", ".env X_A"),
        ("context dev", "context dev"),
        ("preset production", "preset production"),
    ],
)
def test_the_origin_names_source_and_variable(place: str, origin: str) -> None:
    assert first_set([layer(place, a=1)]) == {"a": ResolvedValue(1, origin)}


def test_a_value_that_only_the_weaker_source_has_is_used() -> None:
    assert {
        name: choice.value for name, choice in first_set([layer("argument", a=1), layer(".env", b=2)]).items()
    } == {
        "a": 1,
        "b": 2,
    }


def test_only_non_empty_variables_with_the_prefix_count() -> None:
    made = Source.of_environment("environment", {"X_A": "1", "X_B": "", "Y_C": "3", "x_d": "4"}, "X_")
    assert made.values == {"a": "1"}


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("argument", "atempts (argument) is not a setting; the nearest is attempts"),
        ("environment", "X_ATEMPTS (environment) is not a setting; the nearest is X_ATTEMPTS"),
        (".env", "X_ATEMPTS (.env) is not a setting; the nearest is X_ATTEMPTS"),
        ("context dev", "atempts (context dev) is not a setting; the nearest is attempts"),
    ],
)
def test_a_misspelt_name_is_reported_with_the_closest_one(place: str, line: str) -> None:
    assert list(name_faults([layer(place, atempts=1, attempts=2)], {"attempts", "token"})) == [line]


def test_a_misspelt_name_is_reported_even_if_another_source_has_the_right_one() -> None:
    assert len(list(name_faults([layer("argument", token=1), layer(".env", tokn=1)], {"token"}))) == 1


SERVICE_LINKS = (
    "X_SERVICE_HOST",
    "X_SERVICE_PORT",
    "X_SERVICE_PORT_HTTP",
    "X_SERVICE_PORT_BASE_URL",
    "X_PORT",
    "X_PORT_80_TCP",
    "X_PORT_80_TCP_PROTO",
    "X_PORT_80_TCP_PORT",
    "X_PORT_80_TCP_ADDR",
    "X_PORT_53_UDP_ADDR",
    "X_API_SERVICE_HOST",
    "X_API_PORT",
    "X_API_PORT_8443_TCP_ADDR",
)


def test_variables_of_kubernetes_services_are_ignored() -> None:
    source = Source.of_environment("environment", dict.fromkeys(SERVICE_LINKS, "10.0.0.1"), "X_")
    assert len(source.values) == len(SERVICE_LINKS)
    known = {"base_url", "token", "service", "report"}
    assert list(name_faults([source], known)) == []
    assert list(unknown_names([source], known)) == []


def test_the_address_of_a_service_is_no_setting_called_port() -> None:
    variables = {"X_PORT": "tcp://10.0.0.1:80", "X_EXPORT": "udp://10.0.0.1:80", "X_TOKEN": "tcp://x"}
    assert Source.of_environment("environment", variables, "X_").values == {"token": "tcp://x"}
    assert Source.of_environment("environment", {"X_PORT": "80"}, "X_").values == {"port": "80"}


def test_a_variable_that_is_near_no_setting_is_no_fault() -> None:
    known = {"attempts", "token"}
    for place in ("environment", ".env"):
        source = Source.of_environment(place, {"X_IMAGE_DIGEST": "1"}, "X_")
        assert list(name_faults([source], known)) == []
        line = f"X_IMAGE_DIGEST ({place}) is not a setting; it is ignored"
        assert list(unknown_names([source], known)) == [line]
        # The option of the command line is called --url.
        near = Source.of_environment(place, {"X_URL": "1"}, "X_")
        line = f"X_URL ({place}) is not a setting; it is ignored"
        assert list(unknown_names([near], {"base_url", "token"})) == [f"{line}. The setting is X_BASE_URL"]
        assert list(unknown_names([near], {"base_url", "login_url"})) == [line]
    # An argument, and a line in a section of the SDK, is meant for it.
    for place in ("argument", "context dev"):
        assert len(list(name_faults([layer(place, image_digest=1)], known))) == 1


def test_there_is_a_closest_match_for_any_text() -> None:
    assert closest_match("zzz", {"attempts", "token"}) in {"attempts", "token"}


def test_no_value_is_in_a_repr() -> None:
    assert "s3cret" not in repr(
        [layer("argument", token="s3cret"), first_set([layer(".env", token="s3cret")])]
    )


@pytest.mark.parametrize(
    "variable",
    [
        "SEAWALL_PLATFROM_TOKEN",
        "SEAWALL_PLATFOM_TOKEN",
        "SEWALL_PLATFORM_TOKEN",
        "SEAWALL_PLATFORMS_TOKEN",
        "SEAWALLPLATFORM_TOKEN",
        "SEAWALL_PLATFORMTOKEN",
        "seawall_platform_token",
    ],
)
def test_a_misspelt_prefix_is_reported(variable: str) -> None:
    line = f"{variable} (environment) is not a setting; the nearest is SEAWALL_PLATFORM_TOKEN"
    found = prefix_faults("environment", {variable: "s3cret"}, "SEAWALL_PLATFORM_", ["base_url", "token"])
    assert list(found) == [line]


@pytest.mark.parametrize(
    "variable",
    [
        # Ours, which `name_faults` sees to.
        "SEAWALL_PLATFORM_TOKEN",
        "SEAWALL_PLATFORM_TOKN",
        # A variable of another SDK or program.
        "SEAWALL_AGENTS_TOKEN",
        "SEAWALL_MODELING_TOKEN",
        "SEAWALL_SESSIONS_TOKEN",
        "SEAWALL_PROMPTS_TOKEN",
        "SEAWALL_PLATES_TOKEN",
        "SEAWALL_TOKEN",
        "PLATFORM_TOKEN",
        "TOKEN",
        # No field of ours.
        "SEAWALL_CONTEXT",
        "SEAWALL_PLATFORM",
        "SEAWALL_PLATFROM_",
        "SEAWALL_PLATFROM_HOME",
        "SEAWALL_PLATFROM_TOKN",
    ],
)
def test_variables_of_other_programs_are_not_reported(variable: str) -> None:
    found = prefix_faults("environment", {variable: "value"}, "SEAWALL_PLATFORM_", ["base_url", "token"])
    assert list(found) == []


def test_an_empty_variable_with_a_misspelt_prefix_counts_as_not_set() -> None:
    variables = {"SEAWALL_PLATFROM_TOKEN": ""}
    assert list(prefix_faults("environment", variables, "SEAWALL_PLATFORM_", ["token"])) == []


def test_a_misspelt_name_is_found_unless_the_name_itself_is_there() -> None:
    for found, expected in [
        (["platfrom", "other"], ["platfrom"]),
        (["platform", "platfrom"], []),
        (["other"], []),
        ([], []),
    ]:
        assert misspellings("platform", found, cutoff=0.8) == expected, found
