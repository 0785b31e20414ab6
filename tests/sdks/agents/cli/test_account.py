"""`seawall agents login`, `whoami`, `logout` and `org`."""

import io
import stat
import sys
from pathlib import Path

import pytest

from seawall.runtime.settings.contexts import ContextFile
from tests.sdks.agents.cli.conftest import URL, Agents, Server

# A server in this process; the first import takes a second.
pytestmark = pytest.mark.slow


def log_in(agents: Agents, monkeypatch: pytest.MonkeyPatch, token: str) -> object:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{token}\n"))
    done = agents("login", "--token-stdin", "-o", "json")
    assert token not in done.stdout + done.stderr
    return done


def test_a_login_is_used_until_the_logout(
    agents: Agents, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = agents("whoami")
    assert first.code == 3
    assert first.stderr == (
        "Error: You are not logged in. Set SEAWALL_AGENTS_TOKEN, or log in: seawall agents login "
        f"--url {URL}\n"
    )
    done = log_in(agents, monkeypatch, server.tokens["ada"])
    assert done.code == 0  # type: ignore[attr-defined]
    (file,) = (tmp_path / "config" / "seawall" / "agents").glob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert done.json["account"]["user"]["github_username"] == "ada"  # type: ignore[attr-defined]
    shown = agents("whoami")
    assert (shown.code, shown.stderr) == (0, "")
    assert "Organizations  1 Local, 3 Empty" in shown.stdout
    assert agents("logout").stderr == "Logged out.\n"
    assert agents("whoami").code == 3


def test_a_wrong_token_is_not_stored(
    agents: Agents, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = log_in(agents, monkeypatch, "sk-wrong")
    assert done.code == 3  # type: ignore[attr-defined]
    assert "Nothing was stored." in done.stderr  # type: ignore[attr-defined]
    assert not [*(tmp_path / "config").rglob("*.json")]


def test_a_token_that_is_refused_later_needs_a_login(
    agents: Agents, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(agents, monkeypatch, server.tokens["ada"])
    monkeypatch.setenv("SEAWALL_AGENTS_TOKEN", "sk-wrong")
    refused = agents("run", "list")
    assert refused.code == 3
    assert "The token in SEAWALL_AGENTS_TOKEN (environment) is refused." in refused.stderr
    assert f"log in: seawall agents login --url {URL}" not in refused.stderr
    assert refused.stderr.rstrip().endswith("log in: seawall agents login")


def test_the_first_organization_is_marked(agents: Agents, ada: Server) -> None:
    rows = [line.split() for line in agents("org", "list").stdout.splitlines()]
    assert rows == [["ORG", "NAME"], ["*", "1", "Local"], ["3", "Empty"]]


def test_use_stores_the_organization_in_a_context(agents: Agents, ada: Server) -> None:
    chosen = agents("org", "use", "3")
    assert chosen.code == 0
    assert chosen.stderr == "Commands in the context default are for Empty from now on.\n"
    contexts = ContextFile().read()
    assert contexts.current == "default"
    assert contexts.entries["default"].sections == {"agents": {"organization_id": 3}}
    listed = agents("org", "list", "-o", "json").json
    assert isinstance(listed, dict)
    assert listed["current"] == 3
    # It has no repositories, so it can not have runs.
    assert agents("run", "create", "Do it").code == 5
    assert agents("run", "create", "Do it", "--org", "1").code == 0


def test_use_keeps_the_context_that_is_current(agents: Agents, ada: Server) -> None:
    ContextFile().add("dev", "agents", {"attempts": 2})
    none = agents("org", "use", "1")
    assert (none.code, "Choose: seawall context use NAME" in none.stderr) == (2, True)
    ContextFile().use("dev")
    assert agents("org", "use", "1", "-o", "json").json == {"organization_id": 1, "context": "dev"}
    assert ContextFile().read().entries["dev"].sections == {"agents": {"attempts": 2, "organization_id": 1}}


def test_an_environment_variable_that_overrides_the_choice_is_named(
    agents: Agents, ada: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_AGENTS_ORGANIZATION_ID", "1")
    chosen = agents("org", "use", "3")
    assert chosen.stderr.splitlines()[0] == (
        "Note: organization_id of environment SEAWALL_AGENTS_ORGANIZATION_ID overrides the context. Unset it "
        "to use the context."
    )


def test_an_organization_of_others_is_refused(agents: Agents, ada: Server) -> None:
    refused = agents("org", "use", "2")
    assert refused.code == 2
    assert refused.stderr == ("Error: You have no organization 2. Your organizations: 1 Local, 3 Empty.\n")
    assert ContextFile().read().entries == {}
