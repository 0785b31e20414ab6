"""`seawall agents repo`, `integration`, `webhook`, `rules`, `health` and `stats`."""

import io
import sys

import pytest

from seawall.core.errors import NotSentError
from tests.sdks.agents.cli.conftest import Agents, Server

# A server in this process; the first import takes a second.
pytestmark = pytest.mark.slow

HOOK = "http://127.0.0.1:9/hook"


def test_repositories_and_integrations(agents: Agents, ada: Server) -> None:
    repos = agents("repo", "list").stdout.splitlines()
    assert repos[0].split() == ["REPO", "NAME", "LANGUAGE", "SETUP"]
    assert repos[1].split()[:2] == ["1", "local/web"]
    listed = agents("repo", "list", "-o", "json").json
    assert isinstance(listed, list)
    assert listed[0]["full_name"] == "local/web"
    found = agents("integration", "list", "-o", "json")
    assert isinstance(found.json, list)
    # They may hold secrets.
    assert {"metadata"} & found.json[0].keys() == set()
    assert "github" in agents("integration", "list").stdout


def test_a_webhook_is_set_shown_and_removed(
    agents: Agents, ada: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert agents("webhook", "show").stdout == "Webhook  none\n"
    forged = agents("webhook", "set", HOOK)
    assert (forged.code, "--secret-stdin, or --unsigned" in forged.stderr) == (2, True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("s3cret\n"))
    done = agents("webhook", "set", HOOK, "--secret-stdin", "-o", "json")
    assert done.json == {"url": HOOK, "enabled": True, "has_secret": True}
    assert "s3cret" not in done.stdout + done.stderr
    assert agents("webhook", "show").stdout.splitlines() == [
        f"Webhook  {HOOK}",
        "State    on",
        "Signed   yes",
    ]
    assert agents("webhook", "remove").stderr == "Removed.\n"
    assert agents("webhook", "show", "-o", "json").json == {
        "url": None,
        "enabled": False,
        "has_secret": False,
    }


def test_the_secret_of_the_environment_signs(
    agents: Agents, ada: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_AGENTS_WEBHOOK_SECRET", "s3cret")
    done = agents("webhook", "set", HOOK)
    assert (done.code, "Signed   yes" in done.stdout, "s3cret" in done.stdout) == (0, True, False)


def test_a_webhook_without_a_secret_must_be_wanted(agents: Agents, ada: Server) -> None:
    assert "Signed   no" in agents("webhook", "set", HOOK, "--unsigned").stdout


def test_rules(agents: Agents, ada: Server) -> None:
    shown = agents("rules")
    assert (shown.code, shown.stdout.splitlines()[1:]) == (
        0,
        ["Organization", "none", "", "You", "none"],
    )
    assert agents("rules", "-o", "json").json == {"organization_rules": None, "user_custom_prompt": None}


def test_health(agents: Agents, ada: Server) -> None:
    well = agents("health")
    assert (well.code, well.stdout.splitlines()[0]) == (0, "Status    healthy")
    ada.failures = [NotSentError("no connection") for _ in range(20)]
    ill = agents("health", "-o", "json")
    assert isinstance(ill.json, dict)
    assert (ill.code, ill.json["status"]) == (1, "unhealthy")


def test_stats(agents: Agents, ada: Server) -> None:
    shown = agents("stats")
    assert shown.code == 0
    assert "standard 1/60 30 s" in " ".join(shown.stdout.split())
    found = agents("stats", "-o", "json").json
    assert isinstance(found, dict)
    assert found["calls"]["calls"] == 1
    assert ada.tokens["ada"] not in agents("stats", "-o", "json").stdout
