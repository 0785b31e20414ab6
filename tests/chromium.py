"""Headless Chromium for tests, controlled over its debugging pipe (Chrome DevTools Protocol)."""

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

TIMEOUT_S = 20

JsonDict = dict[str, Any]


class Tab:
    """Page of the browser. Messages that arrive before the response to a command are stored as events."""

    def __init__(self, commands: io.RawIOBase, responses: io.RawIOBase) -> None:
        self._commands = commands
        self._responses = responses
        self._received = b""
        self._number = 0
        self._session: JsonDict = {}
        self._events: list[JsonDict] = []
        self._problems: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        self._call("Page.enable")
        self._call("Log.enable")
        self._call("Runtime.enable")

    def problems(self) -> list[str]:
        """Errors and warnings of the console since the last call, such as a violation of the policy."""
        self.value("0")  # events that came before are received now
        found, self._problems = self._problems, []
        return found

    def resize(self, width: int, height: int) -> None:
        """Set the size of the page in pixels."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def prefer(self, **features: str) -> None:
        """Set preferences of the user, e.g. `prefers_color_scheme="dark"`."""
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._call("Emulation.setEmulatedMedia", features=pairs)

    def disable_scripts(self, *, disabled: bool = True) -> None:
        """Switch JavaScript of the page off."""
        self._call("Emulation.setScriptExecutionDisabled", value=disabled)

    def wait_for(self, expression: str) -> None:
        """Wait until a JavaScript expression is true."""
        look = f"() => ({expression}) ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 50)"
        start = f"const end = Date.now() + {TIMEOUT_S * 1000}, look = {look}; look();"
        wait = f"new Promise((done) => {{ {start} }})"
        waited = self._call("Runtime.evaluate", expression=wait, awaitPromise=True)["result"].get("value")
        assert waited is True, f"after {TIMEOUT_S} s, this is not true: {expression}"

    def open(self, url: str) -> None:
        """Open `url` and wait until it has loaded."""
        self._events.clear()
        self._call("Page.navigate", url=url)
        self._wait_for_load()

    def click(self, selector: str) -> None:
        """Click the element and wait until the next page has loaded."""
        self._events.clear()
        self.value(f"document.querySelector({json.dumps(selector)}).click()")
        self._wait_for_load()

    def value(self, expression: str) -> Any:
        """Evaluate a JavaScript expression."""
        return self._call("Runtime.evaluate", expression=expression)["result"].get("value")

    def screenshot(self, path: Path) -> None:
        """Save a screenshot of the page."""
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def _wait_for_load(self) -> None:
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._receive())

    def _call(self, method: str, **parameters: object) -> JsonDict:
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters, **self._session}
        self._commands.write(json.dumps(command).encode() + b"\0")
        while (message := self._receive()).get("id") != self._number:
            self._events.append(message)
        assert "error" not in message, message
        return dict(message["result"])

    def _receive(self) -> JsonDict:
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._responses], [], [], 2 * TIMEOUT_S)
            assert ready, f"the browser sent nothing for {2 * TIMEOUT_S} s"
            chunk = self._responses.read(65536)
            assert chunk, "the browser has exited"
            self._received += chunk
        text, _, self._received = self._received.partition(b"\0")
        message = dict(json.loads(text))
        if (problem := _problem(message)) is not None:
            self._problems.append(problem)
        return message


def _problem(event: JsonDict) -> str | None:
    """The text of an event that reports an error or a warning."""
    details = event.get("params", {})
    match event.get("method"):
        case "Log.entryAdded" if details["entry"]["level"] in {"error", "warning"}:
            return f"{details['entry']['text']} {details['entry'].get('url', '')}"
        case "Runtime.exceptionThrown":
            return str(details["exceptionDetails"])
        case "Runtime.consoleAPICalled" if details["type"] in {"error", "warning"}:
            return str(details["args"])
        case _:
            return None


# Chromium uses the file descriptors 3 and 4 of its process.
LAUNCH = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3), os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")


@contextmanager
def chromium(profile: Path) -> Iterator[Tab]:
    """Run a browser with one empty page while the block runs."""
    assert CHROMIUM is not None
    browser_in, commands = os.pipe()
    responses, browser_out = os.pipe()
    launch = [sys.executable, "-c", LAUNCH, str(browser_in), str(browser_out)]
    with subprocess.Popen(
        [*launch, CHROMIUM, *OPTIONS, f"--user-data-dir={profile}"],
        pass_fds=(browser_in, browser_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(browser_in)
        os.close(browser_out)
        with (
            os.fdopen(commands, "wb", buffering=0) as pipe_out,
            os.fdopen(responses, "rb", buffering=0) as pipe_in,
        ):
            try:
                yield Tab(pipe_out, pipe_in)
            finally:
                process.terminate()
                process.wait(timeout=10)
