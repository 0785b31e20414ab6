"""The invocation of an SDK, from environment and modules, and the User-Agent header (RFC 9110)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.errors import ConfigError
from seawall.core.metadata.invocation import Invocation, checked_interface, invocation_from
from seawall.core.metadata.user_agent import user_agent

GITHUB = {
    "GITHUB_RUN_ID": "42",
    "GITHUB_REPOSITORY": "owner/name",
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_SHA": "abc",
    "RUNNER_OS": "Linux",
}


@pytest.mark.parametrize(
    ("environment", "modules", "stated", "interface"),
    [
        ({}, (), None, "script"),
        ({}, ("sys", "ipykernel"), None, "notebook"),
        ({"NICEGUI_HOST": "127.0.0.1"}, (), None, "launchpad"),
        ({"NICEGUI_HOST": "127.0.0.1"}, ("ipykernel",), None, "launchpad"),
        ({}, ("ipykernel",), "cli", "cli"),
    ],
)
def test_the_interface(
    environment: dict[str, str], modules: tuple[str, ...], stated: None, interface: str
) -> None:
    assert invocation_from(environment, modules=modules, interface=stated).interface == interface


@pytest.mark.parametrize(
    ("environment", "initiator"),
    [
        ({}, "user"),
        ({"PYTEST_CURRENT_TEST": "tests/a.py::test_b (call)"}, "test"),
        ({"SEAWALL_BRIDGE_VERSION": "1"}, "bridge"),
        ({"SEAWALL_BRIDGE_VERSION": "1", "PYTEST_CURRENT_TEST": "x"}, "bridge"),
        ({"PYTEST_CURRENT_TEST": " "}, "user"),
    ],
)
def test_the_initiator(environment: dict[str, str], initiator: str) -> None:
    assert invocation_from(environment).initiator == initiator


@pytest.mark.parametrize(
    ("environment", "is_ci"),
    [({}, False), ({"CI": "true"}, True), ({"CI": "false"}, False), ({"CI": ""}, False), (GITHUB, True)],
)
def test_continuous_integration(environment: dict[str, str], is_ci: bool) -> None:
    assert invocation_from(environment).is_ci is is_ci


def test_github_variables_give_the_run() -> None:
    assert invocation_from(GITHUB).github == {
        "run_id": "42",
        "repository": "owner/name",
        "sha": "abc",
        "runner_os": "Linux",
        "run_url": "https://github.example/owner/name/actions/runs/42",
    }


@pytest.mark.parametrize("missing", ["GITHUB_RUN_ID", "GITHUB_REPOSITORY"])
def test_an_incomplete_github_environment_gives_no_run(missing: str) -> None:
    assert invocation_from({**GITHUB, missing: ""}).github is None


@pytest.mark.parametrize(
    "server", ["", "javascript:alert(1)", "https://user:s3cret@host", "https://h/?t=s3cret", "https://a b"]
)
def test_an_unusual_github_server_url_is_ignored(server: str) -> None:
    github = invocation_from({**GITHUB, "GITHUB_SERVER_URL": server}).github
    assert github is not None
    assert github["run_url"] == "https://github.com/owner/name/actions/runs/42"


def test_other_variables_are_not_read() -> None:
    secrets = {"GITHUB_TOKEN": "s3cret", "SEAWALL_PLATFORM_TOKEN": "s3cret", "ACTIONS_ID_TOKEN": "s3cret"}
    made = invocation_from({**GITHUB, **secrets, "CI": "s3cret", "NICEGUI_HOST": "s3cret"})
    assert "s3cret" not in repr(made) + user_agent("a", "1", made)


def test_values_are_bounded_and_on_one_line() -> None:
    long = "x\n\x1b" + "y" * 9000
    made = invocation_from(
        {**GITHUB, "GITHUB_REF": long, "PYTEST_CURRENT_TEST": long, "PYTEST_MARKERS": f"{long},b" * 99}
    )
    assert made.github is not None
    texts = [made.github["ref"], made.test or "", *made.markers]
    assert all(len(text) <= 500 and text.isprintable() for text in texts)
    assert len(made.markers) <= 50


def test_markers_are_split_at_commas() -> None:
    assert invocation_from({"PYTEST_MARKERS": "slow, integration,,"}).markers == ("slow", "integration")


@pytest.mark.parametrize(
    ("invocation", "header"),
    [
        (Invocation(platform="linux-x86_64", python="3.11.7"), "a/1 (linux-x86_64; python/3.11.7)"),
        (Invocation(interface="notebook"), "a/1 (unknown; python/3; notebook)"),
        (Invocation(interface="cli", initiator="bridge"), "a/1 (unknown; python/3; cli; bridge)"),
        (
            Invocation(initiator="test", test="tests/a.py::test_b[1;2] (call)"),
            "a/1 (unknown; python/3; test tests/a.py::test_b[1,2] [call])",
        ),
        (Invocation(is_ci=True), "a/1 (unknown; python/3; ci)"),
        (
            Invocation(is_ci=True, github={"run_url": "https://g.test/o/n/actions/runs/1"}),
            "a/1 (unknown; python/3; ci +https://g.test/o/n/actions/runs/1)",
        ),
    ],
)
def test_the_header(invocation: Invocation, header: str) -> None:
    assert user_agent("a", "1", invocation) == header


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=100, derandomize=True)
def test_the_header_is_always_one_line_of_ascii(product: str, version: str, text: str) -> None:
    made = invocation_from(
        {**GITHUB, "GITHUB_REPOSITORY": text or "x", "PYTEST_CURRENT_TEST": text}, platform=text, python=text
    )
    header = user_agent(product, version, made)
    # product "/" product-version RWS comment, of which no part ends early (RFC 9110, sections 5.6.5, 10.1.5).
    assert re.fullmatch(r"[!#-'*+\-.0-9A-Z^_`a-z|~]+/[!#-'*+\-.0-9A-Z^_`a-z|~]+ \([ -'*-\[\]-~]*\)", header)
    assert len(header) <= 1300


@pytest.mark.parametrize(
    "misfit",
    [
        {"GITHUB_REPOSITORY": "owner"},
        {"GITHUB_REPOSITORY": "owner/name/../.."},
        {"GITHUB_REPOSITORY": "o/n?t=s3cret"},
        {"GITHUB_REPOSITORY": "../name"},
        {"GITHUB_RUN_ID": "42/x"},
        {"GITHUB_RUN_ID": "4 2"},
    ],
)
def test_an_invalid_repository_or_run_id_gives_no_run_url(misfit: dict[str, str]) -> None:
    assert invocation_from({**GITHUB, **misfit}).github is None


def test_the_interface_is_one_of_the_known_ones() -> None:
    assert (checked_interface(None), checked_interface("cli")) == (None, "cli")
    with pytest.raises(ConfigError, match="interface must be one of script, cli, notebook, launchpad"):
        checked_interface("hunter2")  # type: ignore[arg-type]
