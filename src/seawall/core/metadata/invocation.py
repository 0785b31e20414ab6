"""Facts about the program that uses an SDK: interface, initiator, CI job and test. Pure.

This module reads only the environment variables that it names, so that no secret gets into requests. Values
are cut to one line of at most 500 characters.
"""

import re
from collections.abc import Collection, Mapping
from typing import Literal, get_args

from attrs import field, frozen

from seawall.core.errors import ConfigError

__all__ = ["Initiator", "Interface", "Invocation", "checked_interface", "invocation_from"]

Interface = Literal["script", "cli", "notebook", "launchpad"]
"""The kind of program: a script, a command line, a notebook or a graphical program."""
Initiator = Literal["user", "test", "bridge"]
"""The origin of the request: a person, a test, or a program that forwards requests of others."""

_MOST_CHARACTERS = 500
_MOST_MARKERS = 50
# Patterns of GitHub Actions, as text: only its runs compile them.
_SERVER = r"https?://[\w.-]+(:\d+)?"
_REPOSITORY = r"(?a)[A-Za-z0-9][\w.-]*/[\w.-]+"
_RUN_ID = r"[0-9]+"
_GITHUB = {
    "action": "GITHUB_ACTION",
    "job": "GITHUB_JOB",
    "ref": "GITHUB_REF",
    "ref_name": "GITHUB_REF_NAME",
    "ref_type": "GITHUB_REF_TYPE",
    "repository": "GITHUB_REPOSITORY",
    "run_attempt": "GITHUB_RUN_ATTEMPT",
    "run_id": "GITHUB_RUN_ID",
    "run_number": "GITHUB_RUN_NUMBER",
    "runner_arch": "RUNNER_ARCH",
    "runner_os": "RUNNER_OS",
    "sha": "GITHUB_SHA",
    "workflow": "GITHUB_WORKFLOW",
    "workflow_ref": "GITHUB_WORKFLOW_REF",
}


@frozen(kw_only=True)
class Invocation:
    """Facts about the program that uses an SDK.

    `github` holds the fields of a GitHub Actions run, None outside of one; `test` is the test that pytest
    runs at this moment, with its `markers`. `is_ci` is true in any continuous integration. `platform` is e.g.
    `linux-x86_64`. Not hashable: `github` is a mapping.
    """

    interface: Interface = "script"
    initiator: Initiator = "user"
    github: Mapping[str, str] | None = None
    test: str | None = None
    markers: tuple[str, ...] = ()
    is_ci: bool = False
    platform: str = field(default="unknown")
    python: str = field(default="3")


def checked_interface(interface: Interface | None) -> Interface | None:
    """Return the interface that a program states; raises ConfigError if it is unknown."""
    known = get_args(Interface)
    if interface is not None and interface not in known:
        raise ConfigError(f"interface must be one of {', '.join(known)}.")
    return interface


def invocation_from(
    environment: Mapping[str, str],
    *,
    modules: Collection[str] = (),
    interface: Interface | None = None,
    platform: str = "unknown",
    python: str = "3",
) -> Invocation:
    """Detect the invocation from the environment and the names of the loaded modules.

    An `interface` that the program states is used as it is; otherwise it is `launchpad` under NiceGUI,
    `notebook` in a Jupyter kernel, else `script`.
    """
    test = _one_line(environment.get("PYTEST_CURRENT_TEST", ""))
    github = _github(environment)
    return Invocation(
        interface=interface or _interface(environment, modules),
        initiator="bridge" if environment.get("SEAWALL_BRIDGE_VERSION") else "test" if test else "user",
        github=github,
        test=test or None,
        markers=_markers(environment.get("PYTEST_MARKERS", "")),
        is_ci=github is not None or environment.get("CI", "").lower() in {"1", "true", "yes"},
        platform=platform,
        python=python,
    )


def _interface(environment: Mapping[str, str], modules: Collection[str]) -> Interface:
    if environment.get("NICEGUI_HOST"):
        return "launchpad"
    return "notebook" if "ipykernel" in modules else "script"


def _github(environment: Mapping[str, str]) -> dict[str, str] | None:
    found = {name: _one_line(environment.get(variable, "")) for name, variable in _GITHUB.items()}
    fields = {name: value for name, value in found.items() if value}
    # The URL of the run consists of these two.
    repository, run_id = fields.get("repository", ""), fields.get("run_id", "")
    if not re.fullmatch(_REPOSITORY, repository) or not re.fullmatch(_RUN_ID, run_id):
        return None
    server = environment.get("GITHUB_SERVER_URL", "")
    root = (
        server if re.fullmatch(_SERVER, server) and len(server) <= _MOST_CHARACTERS else "https://github.com"
    )
    return {**fields, "run_url": f"{root}/{repository}/actions/runs/{run_id}"}


def _markers(text: str) -> tuple[str, ...]:
    names = [_one_line(name) for name in text[: _MOST_MARKERS * _MOST_CHARACTERS].split(",")]
    return tuple([name for name in names if name][:_MOST_MARKERS])


def _one_line(text: str) -> str:
    """`text` on one line without control characters, cut to the maximal length."""
    start = text[: 2 * _MOST_CHARACTERS]
    line = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return line[:_MOST_CHARACTERS]
