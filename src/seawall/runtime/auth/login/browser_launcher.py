"""Open an address in the user's browser, if there is one."""

import os
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import PurePath

__all__ = ["can_open_browser", "open_in_browser"]

# These take over the terminal, where the login prints its own lines.
_TERMINAL_BROWSERS = frozenset({"browsh", "elinks", "links", "links2", "lynx", "w3m", "www-browser"})
_SYSTEMS_WITH_BROWSER = frozenset({"darwin", "win32"})


def can_open_browser(environment: Mapping[str, str], *, system: str = sys.platform) -> bool:
    """Check whether a browser would open in a window that the user sees.

    True if BROWSER names one that does not run in the terminal. Without BROWSER, false over SSH: that user's
    browser is on another machine and could not return to this one. Otherwise true on macOS and Windows, and
    on other systems if there is a display.
    """
    chosen = environment.get("BROWSER", "").split()
    if chosen:
        return PurePath(chosen[0]).name not in _TERMINAL_BROWSERS
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    has_display = bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    return system in _SYSTEMS_WITH_BROWSER or has_display


def open_in_browser(url: str) -> bool:
    """Open `url` in the browser that BROWSER or the system names; return at once, False if there is none."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.GenericBrowser) and os.name == "posix":
        return _start([browser.name, *(word.replace("%s", url) for word in browser.args)])
    return browser.open(url)


def _start(command: list[str]) -> bool:
    """Start a browser in the background, without output between the lines of our command."""
    if shutil.which(command[0]) is None:
        return False
    null = subprocess.DEVNULL
    # The shell exits at once, so no child process is left to wait for.
    shell = ["sh", "-c", '"$@" &', "sh", *command]
    started = subprocess.run(  # noqa: S603
        shell, stdin=null, stdout=null, stderr=null, start_new_session=True, check=False
    )
    return started.returncode == 0
