"""Opening an address in the person's browser, and whether there is one to open it in."""

import os
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import PurePath

__all__ = ["can_open_browser", "open_in_browser"]

# They take the terminal over, where the login's own lines stand.
_IN_THE_TERMINAL = frozenset({"browsh", "elinks", "links", "links2", "lynx", "w3m", "www-browser"})
_BRINGS_ITS_OWN = frozenset({"darwin", "win32"})


def can_open_browser(environment: Mapping[str, str], *, system: str = sys.platform) -> bool:
    """Whether a browser would open on a screen that the person sees.

    BROWSER says so, unless it names one that runs in the terminal. Otherwise not over SSH: the browser of
    that person is on another machine, and could not come back to this one. macOS and Windows have one, other
    systems where there is a display.
    """
    chosen = environment.get("BROWSER", "").split()
    if chosen:
        return PurePath(chosen[0]).name not in _IN_THE_TERMINAL
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    return system in _BRINGS_ITS_OWN or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_in_browser(url: str) -> bool:
    """Open `url` in the browser that BROWSER or the system names; at once, and whether one was found."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.GenericBrowser) and os.name == "posix":
        return _started([browser.name, *(word.replace("%s", url) for word in browser.args)])
    return browser.open(url)


def _started(command: list[str]) -> bool:
    """Start a browser on its own: it must neither be waited for nor write between the lines of a command."""
    if shutil.which(command[0]) is None:
        return False
    quiet = subprocess.DEVNULL
    # Through a shell that ends at once, so that no child is left to be looked after.
    shell = ["sh", "-c", '"$@" &', "sh", *command]
    done = subprocess.run(  # noqa: S603
        shell, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, check=False
    )
    return done.returncode == 0
