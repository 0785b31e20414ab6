"""Opening a browser, and the environments in which that is possible."""

import subprocess
import sys
from pathlib import Path

import pytest

from seawall.runtime.auth.login.browser_launcher import can_open_browser


@pytest.mark.parametrize(
    ("environment", "system", "can_open"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "darwin", False),
        ({"SSH_TTY": "/dev/pts/1"}, "win32", False),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "DISPLAY": ":10"}, "linux", False),
        ({"BROWSER": "/opt/editor/bin/browser.sh", "SSH_CONNECTION": "x"}, "linux", True),
        ({"BROWSER": "firefox %s"}, "linux", True),
        ({"BROWSER": "/usr/bin/w3m", "DISPLAY": ":0"}, "linux", False),
        ({"BROWSER": "lynx %s"}, "darwin", False),
    ],
)
def test_environments_with_and_without_a_browser(
    environment: dict[str, str], system: str, can_open: bool
) -> None:
    assert can_open_browser(environment, system=system) is can_open


def in_a_process(environment: dict[str, str]) -> str:
    # webbrowser searches for browsers once per process.
    code = "from seawall.runtime.auth.login.browser_launcher import open_in_browser; print(open_in_browser('http://x.test/'))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="this system has its own browser")
def test_opening_a_browser_returns_while_it_is_open(tmp_path: Path) -> None:
    fifo = tmp_path / "closed"
    subprocess.run(["mkfifo", fifo], check=True)
    (tmp_path / "browser").write_text(f"#!/bin/sh\necho $1 > {tmp_path}/seen\nread closed < {fifo}\n")
    (tmp_path / "browser").chmod(0o755)
    # The browser stays open until the fifo is written.
    assert in_a_process({"PATH": "/usr/bin:/bin", "BROWSER": f"{tmp_path}/browser %s"}) == "True"
    fifo.write_text("now\n")
    assert (tmp_path / "seen").read_text() == "http://x.test/\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="this system has its own browser")
def test_without_a_browser_it_returns_false(tmp_path: Path) -> None:
    assert in_a_process({"PATH": str(tmp_path)}) == "False"
