"""`seawall agents repo`, `integration`, `webhook`, `rules`, `health` and `stats`."""

import io
import sys

import pytest

from seawall.cli.demo.webhook_inbox import webhook_inbox
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


def test_an_unsigned_webhook_keeps_no_secret(
    agents: Agents, ada: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_AGENTS_WEBHOOK_SECRET", "s3cret")
    assert "Signed   yes" in agents("webhook", "set", HOOK).stdout
    ada.requests.clear()
    assert "Signed   no" in agents("webhook", "set", HOOK, "--unsigned").stdout
    # The API may keep the secret of a webhook that is set without one.
    sent = [(request.method, request.body) for request in ada.requests if request.method != "GET"]
    assert sent[0] == ("DELETE", None)
    assert [method for method, _ in sent] == ["DELETE", "POST"]
    assert b"s3cret" not in bytes(str(sent), "ascii")
    ada.requests.clear()
    # The first request is that for the organization, the second removes the webhook.
    ada.fail_after, ada.failures = 2, [NotSentError("no connection") for _ in range(20)]
    lost = agents("webhook", "set", HOOK, "--unsigned")
    assert lost.stderr.splitlines()[-1] == "Hint: The webhook is removed. Run the command again to set it."
    ada.failures = []
    both = agents("webhook", "set", HOOK, "--unsigned", "--secret-stdin")
    assert (both.code, "exclude each other" in both.stderr) == (2, True)


def test_a_test_event_arrives_signed_or_is_refused(
    agents: Agents, ada: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_AGENTS_WEBHOOK_SECRET", "s3cret")
    with webhook_inbox("s3cret") as inbox, webhook_inbox("another") as refusing:
        agents("webhook", "set", inbox.url)
        accepted = agents("webhook", "test", inbox.url)
        assert (accepted.code, accepted.stderr) == (0, "The receiver has accepted the test event.\n")
        assert inbox.next(timeout_s=5.0).event_type == "agent_run.completed"
        refused = agents("webhook", "test", refusing.url)
        assert (refused.code, refused.stderr) == (1, "The receiver has not accepted the test event.\n")


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
