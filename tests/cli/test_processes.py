"""The command as a process: Ctrl-C, closed pipes, terminals, imports and cleaning up."""

import json
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from tests.cli.commands import SEAWALL, read_line, start
from tests.cli.conftest import Seawall
from tests.local.platform.client import PlatformClient, wait_until
from tests.local.webhook_receiver import receiver
from tests.running_platform import RunningPlatform
from tests.terminal.pseudo_terminal import seawall_at_terminal

pytestmark = pytest.mark.slow

HEAVY = (
    "fastapi",
    "httpx",
    "httpx2",
    "jsonschema",
    "openapi_python_client",
    "pydantic",
    "requests",
    "skimage",
    "sqlalchemy",
)


def test_help_imports_no_heavy_library() -> None:
    commands = [["--help"], ["platform", "--help"], ["platform", "run", "--help"]]
    code = (
        "import sys\nfrom seawall.cli.app import command_line\n"
        f"codes = [command_line().run(arguments) for arguments in {commands!r}]\n"
        f"print(codes, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[0, 0, 0] []"
    assert done.stdout.count("Usage: seawall") == 3


@pytest.fixture
def slow_run(server: RunningPlatform, seawall: Seawall, items: Callable[..., Path]) -> str:
    outcome = seawall("platform", "run", "submit", "test-app", "--items", items(slow={"duration_s": 30}))
    assert outcome.code == 0, outcome.stderr
    return outcome.stdout.strip()


def test_ctrl_c_leaves_the_run_and_shows_how_to_resume(seawall: Seawall, slow_run: str) -> None:
    with start("platform", "run", "watch", slow_run) as process:
        read_line(process, f"Run {slow_run}")
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=10)
    assert (process.returncode, stdout) == (130, "")
    assert stderr.splitlines()[-1] == (
        f"Stopped. The run continues. To watch it again: seawall platform run watch {slow_run}"
    )
    assert seawall("platform", "run", "cancel", slow_run).code == 0


@pytest.mark.usefixtures("server")
def test_a_closed_pipe_ends_the_command_quietly() -> None:
    with start("platform", "application", "list") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        stderr = process.stderr.read()
    assert (process.returncode, stderr) == (141, "")


@pytest.mark.parametrize(("typed", "message"), [(b"n\n", "Nothing was deleted."), (b"y\n", "Deleted.")])
def test_delete_asks_for_confirmation(seawall: Seawall, slow_run: str, typed: bytes, message: str) -> None:
    assert seawall("platform", "run", "cancel", slow_run).code == 0
    question = f"Delete all files of run {slow_run}? [y/N]: "
    session = seawall_at_terminal("platform", "run", "delete", slow_run, after=question, typed=typed)
    assert (session.code, message in session.output) == (0, True)


@pytest.mark.parametrize("no_color", ["", "1"])
def test_watch_shows_a_run_in_its_place_at_a_terminal(seawall: Seawall, slow_run: str, no_color: str) -> None:
    assert seawall("platform", "run", "cancel", slow_run).code == 0
    session = seawall_at_terminal("platform", "run", "watch", slow_run, NO_COLOR=no_color)
    assert session.code == 13
    # The view is removed at its end, and the run is shown as it has ended.
    assert session.output.count("Application") >= 2
    assert "CANCELED_BY_USER" in session.output
    assert ("\x1b[31m" in session.output) is not bool(no_color)


def test_a_local_platform_prints_its_url_and_stops(tmp_path: Path, seawall: Seawall) -> None:
    with start("local", "platform", "--data", tmp_path / "data") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        second = seawall("local", "platform", "--data", tmp_path / "data")
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=20)
    assert ready == {"url": ready["url"], "pid": process.pid, "data": str(tmp_path / "data")}
    assert (process.returncode, stdout, stderr) == (0, "", "")
    assert (second.code, second.stdout) == (2, "")


def test_a_local_platform_whose_port_is_taken(seawall: Seawall, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = seawall("local", "platform", "--data", tmp_path / "data", "--port", port)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert f"Port {port} can not be used: Address already in use." in outcome.stderr


def test_a_local_platform_whose_inputs_are_not_there(seawall: Seawall, tmp_path: Path) -> None:
    outcome = seawall("local", "platform", "--data", tmp_path / "data", "--inputs", tmp_path / "gone")
    assert (outcome.code, "gone is not a folder" in outcome.stderr) == (2, True)


def left_behind(temporary: Path) -> tuple[list[str], list[str]]:
    """The files in the demo's temporary folder, and its processes that still run."""
    running = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if any(word.startswith(str(temporary)) for word in words):
            running.append(" ".join(words))
    return [path.name for path in temporary.iterdir()], running


@pytest.fixture
def demo(tmp_path: Path) -> Callable[..., "subprocess.Popen[str]"]:
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary"), "SEAWALL_PLATFORM_TOKEN": "not for the demo"}
    return lambda *arguments: start("demo", *arguments, environment=environment, cwd=tmp_path)


def test_the_demo_end_to_end(demo: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    with demo() as process:
        stdout, stderr = process.communicate(timeout=90)
    assert process.returncode == 0, stderr
    rows = [line.split() for line in stdout.splitlines()]
    assert rows[0] == ["ITEM", "STATE", "REASON", "FILES", "SIZE"]
    assert [row[1:4] for row in rows[1:]] == [["TERMINATED", "SUCCEEDED", "3"]] * 4
    (results,) = (tmp_path / "demo-output").iterdir()
    assert len([path for path in results.glob("*/*") if path.stat().st_size]) == 12
    assert f"12 files in demo-output/{results.name}; 12 checksums verified." in stderr
    assert left_behind(tmp_path / "temporary") == ([], [])


@pytest.mark.parametrize(
    ("moment", "number", "code"), [("Platform", signal.SIGINT, 130), ("Quality", signal.SIGTERM, 143)]
)
def test_an_interrupted_demo_leaves_nothing_behind(
    demo: Callable[..., "subprocess.Popen[str]"], tmp_path: Path, moment: str, number: int, code: int
) -> None:
    with demo() as process:
        read_line(process, moment)
        # Again, if it continues: Python drops an interrupt at the end of an import.
        while process.poll() is None:
            process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=5)
    assert process.returncode == code
    assert left_behind(tmp_path / "temporary") == ([], [])


def test_the_demo_reports_broken_images(demo: Callable[..., "subprocess.Popen[str]"], tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    (images / "broken.png").write_bytes(b"this is no image")
    with demo("--images", images, "--to", tmp_path / "results") as process:
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 13
    assert "USER_ERROR" in stdout
    assert "0 of 1 items have succeeded" in stderr
    assert "Hint:" not in stderr
    assert left_behind(tmp_path / "temporary") == ([], [])


def test_a_demo_without_images_starts_nothing(seawall: Seawall, tmp_path: Path) -> None:
    outcome = seawall("demo", "--images", tmp_path)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "contains no PNG, JPEG or TIFF image" in outcome.stderr


def test_a_demo_with_a_file_as_its_folder_starts_nothing(seawall: Seawall, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    outcome = seawall("demo", "--to", taken)
    assert (outcome.code, outcome.stdout) == (12, "")
    assert outcome.stderr == f"Error: {taken} can not be written: it is a file. Choose another folder.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
@pytest.mark.usefixtures("server")
def test_a_full_disk_is_an_error() -> None:
    with Path("/dev/full").open("w") as full:
        outcome = subprocess.run(
            [*SEAWALL, "platform", "application", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert outcome.returncode == 12
    assert "Error: The output can not be written: No space left on device." in outcome.stderr


def test_a_timeout_of_nan_is_refused(seawall: Seawall) -> None:
    outcome = seawall(
        "platform", "run", "submit", "image-qc", "a.png", "--timeout", "nan", "--wait", routes={}
    )
    assert outcome.code == 2
    assert "--timeout" in outcome.stderr


def test_the_local_platform_speaks_the_version_of_the_option(tmp_path: Path) -> None:
    with start("local", "platform", "--data", tmp_path / "data", "--api-version", "2025-07") as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        document = httpx2.get(f"{url}/openapi.json").json()
        process.terminate()
        process.communicate(timeout=20)
    assert "/v1/runs/{application_run_id}/results" in document["paths"]


def test_values_that_a_local_platform_refuses(seawall: Seawall, tmp_path: Path) -> None:
    for option, value, text in (
        ("--user", "Ada", "'Ada' is no user. Give NAME:ORGANIZATION"),
        ("--input-network", "localhost", "'localhost' is no network. Give one such as 127.0.0.0/8"),
        ("--fault", "busy=many", "busy=many is no fault. Give NAME=NUMBER"),
        ("--webhook", "example.com", "webhook_url must be an http or https URL, but is 'example.com'."),
    ):
        outcome = seawall("local", "platform", "--data", tmp_path / "data", option, value)
        assert (outcome.code, outcome.stdout) == (2, ""), option
        assert text in outcome.stderr, option
    assert not (tmp_path / "data").exists()


def test_a_local_platform_with_users_webhook_and_faults(tmp_path: Path) -> None:
    options = ("--user", "guest:other:admin", "--input-network", "127.0.0.0/8", "--fault", "errors=1")
    with receiver() as hook:
        command = ("local", "platform", "--data", tmp_path / "data", "--auto-approve", "--webhook", hook.url)
        with start(*command, *options) as process:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            with httpx2.Client(base_url=ready["url"]) as http:
                platform = PlatformClient(http).log_in()
                assert platform.get("/me").status_code == 500
                assert platform.get("/me").status_code == 200
                run_id = platform.submit()
                wait_until(lambda: bool(hook.received))
            process.terminate()
            process.communicate(timeout=20)
    assert hook.events[0]["data"]["run_id"] == run_id
    secret = Path(ready["webhook_secret"])
    assert secret.read_text().startswith("whsec_")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
