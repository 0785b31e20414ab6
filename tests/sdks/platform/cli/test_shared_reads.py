"""`--share-token`: a run of another user is read, and the secret shows nowhere."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

from seawall.cli.app import command_line
from seawall.sdks.platform import NewArtifact, NewItem, NewShareToken
from seawall.terminal.sdk import Connections
from tests.cli.conftest import Outcome
from tests.local.platform.client import PlatformClient, started
from tests.sdks.platform.test_sharing import client_of

# A server in this process; the first import takes a second.
pytestmark = pytest.mark.slow

READS = (
    ("run", "describe", "{id}"),
    ("run", "watch", "{id}"),
    ("run", "result", "download", "{id}", "--to", "results"),
    ("run", "metadata", "show", "{id}"),
    ("item", "metadata", "show", "{id}", "one"),
)
WRITES = (
    ("run", "cancel", "{id}"),
    ("run", "delete", "{id}", "--yes"),
    ("run", "metadata", "update", "{id}", "{}"),
    ("item", "metadata", "update", "{id}", "one", "{}"),
)


@frozen
class Shared:
    """A run, and its share token."""

    run_id: str
    token: NewShareToken


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformClient]:
    # Late: the server takes 900 ms to import.
    from seawall.local.platform import PlatformSettings
    from seawall.local.platform.settings import LocalUser

    settings = PlatformSettings(
        data_dir=tmp_path_factory.mktemp("platform"), users=(LocalUser("bob", "other"),), workers=1
    )
    with started(settings) as client:
        yield client


@pytest.fixture(scope="module")
def shared(server: PlatformClient) -> Shared:
    artifact = NewArtifact(name="input", download_url="http://example.com/input", metadata={})
    with client_of(server.as_user("user")) as owner:
        run = owner.runs.submit("test-app", [NewItem(external_id="one", input_artifacts=[artifact])])
        run.wait(timeout_s=60)
        return Shared(str(run.run_id), run.create_share_token())


@pytest.fixture
def reader(
    server: PlatformClient,
    shared: Shared,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Outcome]:
    """Runs a command of `seawall platform` as another user, on the run of `shared`."""
    monkeypatch.chdir(tmp_path)

    def call(command: tuple[str, ...], *more: str) -> Outcome:
        connections = Connections(clients={"platform": lambda _: client_of(server.as_user("bob"))})
        words = [word.replace("{id}", shared.run_id) for word in command]
        code = command_line(connections).run(["platform", *words, *more])
        captured = capsys.readouterr()
        assert shared.token.share_token not in captured.out + captured.err
        return Outcome(code, captured.out, captured.err)

    return call


@pytest.mark.parametrize("command", READS, ids=lambda command: " ".join(command[:3]))
def test_a_share_token_from_a_file_stdin_or_the_environment_reads_a_run(
    reader: Callable[..., Outcome],
    shared: Shared,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = reader(command)
    assert refused.code == 4
    assert "A run of another user needs a grant, or a share token to read it" in refused.stderr
    Path("token.txt").write_text(f"{shared.token.share_token}\n")
    outcome = reader(command, "--share-token", "@token.txt")
    assert outcome.code == 0, outcome.stderr
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(shared.token.share_token.encode())))
    assert reader(command, "--share-token", "-").code == 0
    monkeypatch.setenv("SEAWALL_PLATFORM_SHARE_TOKEN", shared.token.share_token)
    assert reader(command).code == 0


@pytest.mark.parametrize("command", WRITES, ids=lambda command: " ".join(command[:3]))
def test_a_change_with_a_share_token_is_refused_with_the_reason(
    reader: Callable[..., Outcome], command: tuple[str, ...]
) -> None:
    outcome = reader(command, "--share-token", "@token.txt")
    assert (outcome.code, outcome.stderr) == (
        2,
        "Error: With a share token you can only read a run. Log in as a user who may change it.\n",
    )


def test_a_share_token_in_an_argument_or_without_a_file_is_refused(
    reader: Callable[..., Outcome], shared: Shared
) -> None:
    given = reader(READS[0], "--share-token", shared.token.share_token)
    assert given.code == 2
    assert "give --share-token @FILE" in given.stderr
    for unnamed in ("", "@"):
        outcome = reader(READS[0], "--share-token", unnamed)
        assert (outcome.code, "--share-token names no file" in outcome.stderr) == (2, True), unnamed
    missing = reader(READS[0], "--share-token", "@nowhere.txt")
    assert (missing.code, "nowhere.txt" in missing.stderr) == (2, True)
    Path("empty.txt").write_text(" \n")
    empty = reader(READS[0], "--share-token", "@empty.txt")
    assert (empty.code, empty.stderr) == (2, "Error: --share-token (empty.txt) is empty.\n")
    for content in ("two\nlines", '"quoted"', "Bearer abc", "x" * 70_000):
        Path("broken.txt").write_text(content)
        broken = reader(READS[0], "--share-token", "@broken.txt")
        assert (broken.code, broken.stderr.startswith("Error: share_token ")) == (2, True), broken.stderr
    # Of another run, or revoked.
    Path("wrong.txt").write_text("share-0123456789abcdef")
    wrong = reader(READS[0], "--share-token", "@wrong.txt")
    assert (wrong.code, "a share token to read it, not revoked and not expired" in wrong.stderr) == (4, True)


def test_debug_output_has_no_secret(reader: Callable[..., Outcome], shared: Shared) -> None:
    Path("token.txt").write_text(shared.token.share_token)
    debug = reader(READS[0], "--share-token", "@token.txt", "--debug")
    assert debug.code == 0
