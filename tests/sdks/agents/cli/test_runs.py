"""`seawall agents run`: the output, the exit codes and the next steps."""

import base64
import io
import json
import sys
from pathlib import Path

import pytest

from seawall.core.errors import MaybeProcessedError, NotSentError
from tests.sdks.agents.cli.conftest import Agents, Server

# A server in this process; the first import takes a second.
pytestmark = pytest.mark.slow

PNG = b"\x89PNG\r\n\x1a\n"


def sent(server: Server) -> dict[str, object]:
    """The body of the last create or resume."""
    body = [request.body for request in server.requests if request.method == "POST"][-1]
    assert isinstance(body, bytes)
    return dict(json.loads(body))


def test_create_prints_the_id_at_once(agents: Agents, ada: Server) -> None:
    made = agents("run", "create", "Do it")
    assert (made.code, made.stdout) == (0, "1\n")
    assert made.stderr == "To follow it: seawall agents run follow 1\n"
    assert agents("run", "create", "Do it", "-o", "json").json == {"run_id": 2}


def test_a_prompt_is_text_a_file_or_stdin(
    agents: Agents, ada: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("task.md").write_text("\ufeffFix Zürich\n", encoding="utf-8")
    assert agents("run", "create", "@task.md").code == 0
    assert sent(ada)["prompt"] == "Fix Zürich\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From stdin")))
    assert agents("run", "create", "-").code == 0
    assert sent(ada)["prompt"] == "From stdin"


def test_images_and_options_are_sent(agents: Agents, ada: Server) -> None:
    Path("one.png").write_bytes(PNG)
    options = ("--image", "one.png", "--image", "one.png", "--repo", "2", "--model", "m")
    assert agents("run", "create", "Look", *options, "--metadata", '{"a": 7}').code == 0
    body = sent(ada)
    image = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert (body["images"], body["repo_id"], body["model"], body["metadata"]) == (
        [image, image],
        2,
        "m",
        {"a": 7},
    )


def test_all_faults_of_a_task_are_told_before_anything_is_sent(agents: Agents, ada: Server) -> None:
    wrong = agents("run", "create", "@none.md", "--image", "none.png", "--image", "a.txt")
    assert (wrong.code, wrong.stdout) == (2, "")
    for name in ("none.md", "none.png", "a.txt"):
        assert name in wrong.stderr
    assert ada.requests == []


@pytest.mark.parametrize("content", [b"", b" \n"])
def test_an_empty_prompt_names_its_source(agents: Agents, ada: Server, content: bytes) -> None:
    Path("task.md").write_bytes(content)
    assert agents("run", "create", "@task.md").stderr == "Error: PROMPT (task.md) is empty.\n"


def test_a_prompt_that_is_not_text_is_an_error(agents: Agents, ada: Server) -> None:
    Path("task.md").write_bytes(b"caf\xe9")
    assert agents("run", "create", "@task.md").stderr == (
        "Error: task.md is not UTF-8 text. Save it as UTF-8.\n"
    )


def test_follow_shows_each_entry_and_the_run(agents: Agents, ada: Server) -> None:
    done = agents("run", "create", "Do it", "--follow")
    assert (done.code, done.stderr) == (0, "Created run 1.\n")
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "12:00:00  USER_MESSAGE     Do it",
        "12:00:01  ACTION           Step 1: look for the place. [ripgrep_search]",
        "12:00:02  ACTION           Step 2: look for the place. [ripgrep_search]",
        "12:00:03  ACTION           Step 3: look for the place. [ripgrep_search]",
        "12:00:04  FINAL_ANSWER     The task is done.",
    ]
    assert lines[6:9] == ["Run           1", "Organization  1", "Status        COMPLETE"]
    assert lines[-2:] == ["Result", "The task is done."]


def test_follow_of_an_ended_run_shows_all_of_it(agents: Agents, ada: Server) -> None:
    agents("run", "create", "Do it [logs=120]", "--wait")
    shown = agents("run", "follow", "1")
    assert (shown.code, shown.stdout.count("ACTION")) == (0, 120)


def test_json_has_the_whole_log_and_nothing_else(agents: Agents, ada: Server) -> None:
    done = agents("run", "create", "Do it", "--follow", "-o", "json")
    assert isinstance(done.json, dict)
    assert (done.json["status"], len(done.json["logs"])) == ("COMPLETE", 5)
    assert done.json["logs"][1]["tool_input"] == {"query": "step 1"}
    assert "12:00:04  FINAL_ANSWER     The task is done." in done.stderr


def test_wait_prints_the_run_alone(agents: Agents, ada: Server) -> None:
    done = agents("run", "create", "Do it", "--wait", "-o", "json")
    assert isinstance(done.json, dict)
    assert (done.json["id"], done.json["result"]) == (1, "The task is done.")
    assert done.stderr.splitlines()[0] == "Created run 1."


@pytest.mark.parametrize("option", ["--wait", "--follow"])
@pytest.mark.parametrize("outcome", ["failed", "error", "out_of_tokens"])
def test_a_run_that_fails_exits_with_13(agents: Agents, ada: Server, option: str, outcome: str) -> None:
    failed = agents("run", "create", f"[outcome={outcome}]", option)
    assert failed.code == 13
    assert failed.stderr.splitlines()[-2:] == [
        f"Error: The run has ended with the status {outcome.upper()}.",
        "Hint: To continue it: seawall agents run resume 1 PROMPT",
    ]


@pytest.mark.parametrize("option", ["--wait", "--follow"])
def test_a_paused_run_says_once_how_to_resume_it(agents: Agents, ada: Server, option: str) -> None:
    paused = agents("run", "create", "[outcome=paused]", option, "--timeout", 60)
    assert paused.code == 11
    assert paused.stderr.count("The run is paused. To resume it: seawall agents run resume 1 PROMPT") == 1
    assert paused.stderr.splitlines()[-1] == (
        "Hint: The run continues. To follow it again: seawall agents run follow 1"
    )
    assert agents("run", "resume", "1", "Go on").stderr == (
        "Resumed. To follow it: seawall agents run follow 1\n"
    )
    assert agents("run", "follow", "1").code == 0


def test_json_has_the_id_of_a_run_that_goes_on(agents: Agents, ada: Server) -> None:
    for number, option in enumerate(("--wait", "--follow"), 1):
        late = agents("run", "create", "[outcome=never]", option, "--timeout", "20", "-o", "json")
        assert (late.code, late.json) == (11, {"run_id": number})


def test_follow_survives_an_outage(agents: Agents, ada: Server) -> None:
    agents("run", "create", "Do it")
    ada.requests.clear()
    # The organization and the log were read.
    ada.fail_after, ada.failures = 2, [NotSentError("no connection") for _ in range(3)]
    done = agents("run", "follow", "1")
    assert (done.code, done.stdout.count("ACTION")) == (0, 3)
    assert "Connection lost since" in done.stderr
    assert "The server answers again" in done.stderr


def test_a_create_that_may_have_started_says_how_to_check(agents: Agents, ada: Server) -> None:
    ada.failures = [MaybeProcessedError("the connection was lost") for _ in range(9)]
    lost = agents("run", "create", "Do it", "--org", "1")
    assert lost.code == 8
    assert lost.stderr.splitlines()[-1] == (
        "Hint: The run may exist. To check before you create it again: seawall agents run list --org 1"
    )
    ada.failures.clear()
    assert agents("run", "list", "-o", "json").json == []


def test_list_filters_and_limits(agents: Agents, ada: Server) -> None:
    for number in range(3):
        agents("run", "create", f"Task {number}")
    listed = agents("run", "list", "--mine", "--source", "API", "--limit", "2", "-o", "json")
    assert isinstance(listed.json, list)
    assert [run["id"] for run in listed.json] == [3, 2]
    assert listed.stderr == "There are more runs. To see them, give a larger --limit.\n"
    table = agents("run", "list").stdout.splitlines()
    assert table[0].split() == ["RUN", "STATUS", "SOURCE", "AGE", "SUMMARY"]
    assert table[1].split()[:3] == ["3", "ACTIVE", "API"]
    empty = agents("run", "list", "--source", "SLACK")
    assert (empty.code, empty.stderr) == (0, "No runs found.\n")


def test_show_ban_unban(agents: Agents, ada: Server) -> None:
    agents("run", "create", "[outcome=never]")
    assert agents("run", "ban", "1").stderr == "Stopped.\n"
    shown = agents("run", "show", "1", "-o", "json").json
    assert isinstance(shown, dict)
    assert shown["status"] == "CANCELLED"
    assert "Status        CANCELLED" in agents("run", "show", "1").stdout
    assert agents("run", "unban", "1", "-o", "json").json == {"run_id": 1}


def test_an_unknown_run_names_the_list(agents: Agents, ada: Server) -> None:
    missing = agents("run", "show", "99")
    assert missing.code == 5
    assert missing.stderr.splitlines()[-1] == ("Hint: `seawall agents run list` shows the ids.")
    assert agents("run", "show", "one").code == 2


def test_a_failed_list_has_no_output_but_an_error(agents: Agents, ada: Server) -> None:
    for words in (("run", "list"), ("repo", "list"), ("integration", "list"), ("org", "list")):
        ada.failures = [NotSentError("no connection") for _ in range(20)]
        failed = agents(*words, "-o", "json")
        assert (failed.code, failed.stdout) == (8, ""), words
        assert "\nError: " in f"\n{failed.stderr}"


def test_control_characters_of_a_server_reach_no_terminal(agents: Agents, ada: Server) -> None:
    done = agents("run", "create", "Evil \x1b[31m red\r\nline", "--follow")
    assert done.code == 0
    assert "\x1b" not in done.stdout + done.stderr
