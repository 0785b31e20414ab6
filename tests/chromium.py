"""A real browser for tests: Chromium without a screen, driven over its debugging pipe."""

import base64
import io
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

PATIENCE_S = 20

JsonDict = dict[str, Any]


class Tab:
    """One page of the browser. A command is sent, and what comes before its answer is kept as events."""

    def __init__(self, commands: io.RawIOBase, answers: io.RawIOBase) -> None:
        self._commands = commands
        self._answers = answers
        self._heard = b""
        self._number = 0
        self._session: JsonDict = {}
        self._events: list[JsonDict] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        self._ask("Page.enable")

    def open(self, url: str) -> None:
        """Go to `url` and wait until it has loaded."""
        self._events.clear()
        self._ask("Page.navigate", url=url)
        self._loaded()

    def click(self, selector: str) -> None:
        """Press what `selector` names and wait until the page that follows has loaded."""
        self._events.clear()
        self.value(f"document.querySelector({json.dumps(selector)}).click()")
        self._loaded()

    def value(self, expression: str) -> Any:
        """What a line of JavaScript gives."""
        return self._ask("Runtime.evaluate", expression=expression)["result"].get("value")

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the page."""
        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot")["data"]))

    def _loaded(self) -> None:
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._message())

    def _ask(self, method: str, **parameters: object) -> JsonDict:
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters, **self._session}
        self._commands.write(json.dumps(command).encode() + b"\0")
        while (message := self._message()).get("id") != self._number:
            self._events.append(message)
        assert "error" not in message, message
        return dict(message["result"])

    def _message(self) -> JsonDict:
        while b"\0" not in self._heard:
            ready, _, _ = select.select([self._answers], [], [], PATIENCE_S)
            assert ready, "the browser says nothing"
            piece = self._answers.read(65536)
            assert piece, "the browser has ended"
            self._heard += piece
        text, _, self._heard = self._heard.partition(b"\0")
        return dict(json.loads(text))


# The browser speaks on 3 and 4, whatever numbers the pipes have here.
LAUNCH = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3), os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")


@contextmanager
def chromium(profile: Path) -> Iterator[Tab]:
    """A browser with one empty page, until the block ends."""
    assert CHROMIUM is not None
    theirs_in, commands = os.pipe()
    answers, theirs_out = os.pipe()
    launch = [sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out)]
    with subprocess.Popen(
        [*launch, CHROMIUM, *OPTIONS, f"--user-data-dir={profile}"],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs_in)
        os.close(theirs_out)
        with (
            os.fdopen(commands, "wb", buffering=0) as ours_out,
            os.fdopen(answers, "rb", buffering=0) as ours_in,
        ):
            try:
                yield Tab(ours_out, ours_in)
            finally:
                process.terminate()
                process.wait(timeout=10)
