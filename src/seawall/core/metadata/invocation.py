"""How, by whom and from where a program uses an SDK, as far as its surroundings tell. Pure.

Of the environment only the variables named here are looked at, so no secret in it goes any further. Values
are cut to one line of at most 500 characters.
"""

import re
from collections.abc import Collection, Mapping
from typing import Literal

from attrs import field, frozen

__all__ = ["Initiator", "Interface", "Invocation", "invocation_from"]

Interface = Literal["script", "cli", "notebook", "launchpad"]
"""How an SDK is used: by a program, at a terminal, in a notebook, in a graphical program."""
Initiator = Literal["user", "test", "bridge"]
"""On whose behalf: a person's, a test's, or a program's that passes on what others ask."""

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
    """What is known of the program that uses an SDK.

    `github` holds the fields of a GitHub Actions run, None outside of one; `test` is what pytest runs right
    now, with its `markers`. `is_ci` is true in any continuous integration. `platform` is e.g. `linux-x86_64`.
    """

    interface: Interface = "script"
    initiator: Initiator = "user"
    github: Mapping[str, str] | None = None
    test: str | None = None
    markers: tuple[str, ...] = ()
    is_ci: bool = False
    platform: str = field(default="unknown")
    python: str = field(default="3")


def invocation_from(
    environment: Mapping[str, str],
    *,
    modules: Collection[str] = (),
    interface: Interface | None = None,
    platform: str = "unknown",
    python: str = "3",
) -> Invocation:
    """The invocation that an environment and the names of the loaded modules tell of.

    An `interface` that a program states of itself is taken as it is; otherwise it is `launchpad` under
    NiceGUI, `notebook` in a Jupyter kernel, else `script`.
    """
    test = _fit(environment.get("PYTEST_CURRENT_TEST", ""))
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
    found = {name: _fit(environment.get(variable, "")) for name, variable in _GITHUB.items()}
    fields = {name: value for name, value in found.items() if value}
    # The address of the run is made of these two.
    repository, run_id = fields.get("repository", ""), fields.get("run_id", "")
    if not re.fullmatch(_REPOSITORY, repository) or not re.fullmatch(_RUN_ID, run_id):
        return None
    server = environment.get("GITHUB_SERVER_URL", "")
    root = (
        server if re.fullmatch(_SERVER, server) and len(server) <= _MOST_CHARACTERS else "https://github.com"
    )
    return {**fields, "run_url": f"{root}/{repository}/actions/runs/{run_id}"}


def _markers(text: str) -> tuple[str, ...]:
    names = [_fit(name) for name in text[: _MOST_MARKERS * _MOST_CHARACTERS].split(",")]
    return tuple([name for name in names if name][:_MOST_MARKERS])


def _fit(text: str) -> str:
    """`text` on one line without control characters, cut to what is allowed."""
    start = text[: 2 * _MOST_CHARACTERS]
    line = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return line[:_MOST_CHARACTERS]
