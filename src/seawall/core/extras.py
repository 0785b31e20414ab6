"""Imports of optional dependencies, and the command that installs them.

Pure: only the import machinery reads a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from urllib.parse import unquote, urlsplit

from seawall.core.errors import MissingExtraError
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret_patterns import HIDDEN

__all__ = ["install_command", "needs_extra"]

_MAX_CHARACTERS = 2_000


@contextmanager
def needs_extra(extra: str, purpose: str) -> Iterator[None]:
    """Wrap imports for `purpose`; raise MissingExtraError, with the install command, if a module is missing.

    A missing module of Seawall itself is a bug: its ModuleNotFoundError is not replaced.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "seawall").partition(".")[0] == "seawall":
            raise
        raise MissingExtraError(
            f"{purpose} needs the extra `{extra}` ({error.name} is missing). "
            f"Install it: {install_command(extra)}",
            name=error.name,
        ) from error


def install_command(extra: str) -> str:
    """Return the shell command that installs `extra` from the place that Seawall was installed from.

    That is an index, a checkout, a wheel or a repository: installers record all but the first in
    `direct_url.json` (PEP 610). Logins and queries in a URL are redacted.
    """
    # 20 ms, and only a missing extra needs it.
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415

    try:
        installed = distribution("seawall")
    except PackageNotFoundError:
        # Its source is on the path, for example in a zip file.
        return f"pip install 'PATH_OF_SEAWALL[{extra}]'"
    pip = "uv pip" if (installed.read_text("INSTALLER") or "").strip() == "uv" else "pip"
    return f"{pip} install {_source(extra, installed.read_text('direct_url.json') or '{}')}"


def _source(extra: str, direct_url: str) -> str:
    """Return the argument of the install command."""
    # 3 ms, for the same reason.
    import json  # noqa: PLC0415
    from shlex import quote  # noqa: PLC0415

    try:
        read: object = json.loads(direct_url)
        is_known = isinstance(read, dict) and all(isinstance(value, str | dict) for value in read.values())
        origin: dict[str, object] = cast("dict[str, object]", read) if is_known else {}
        url = str(origin.get("url", ""))
        path, shown = _path(url), _without_secrets(url)
    except (ValueError, RecursionError):
        url = ""
    if not url:
        # Quoted in every case: zsh takes brackets for a pattern.
        return f"'seawall[{extra}]'"
    revision, directory = origin.get("vcs_info"), origin.get("dir_info")
    if isinstance(revision, dict):
        shown = f"{revision.get('vcs')}+{shown}@{revision.get('commit_id')}"
    elif path:
        is_editable = isinstance(directory, dict) and directory.get("editable")
        return ("--editable " if is_editable else "") + quote(f"{path}[{extra}]")
    folder = origin.get("subdirectory")
    return quote(f"seawall[{extra}] @ {shown}{f'#subdirectory={folder}' if folder else ''}")


def _path(url: str) -> str:
    """Return the path of a file URL, and nothing for other URLs."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return ""
    path = redact(unquote(parts.path), max_characters=_MAX_CHARACTERS)
    # file:///C:/wheels is C:/wheels.
    return path[1:] if path[2:3] == ":" else path


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    plain = parts._replace(query=HIDDEN if parts.query else "", fragment="").geturl()
    shown = redact(plain, max_characters=_MAX_CHARACTERS)
    # The user of a repository over SSH is no secret.
    is_git = parts.username == "git" and parts.password is None
    return shown.replace(f"://{HIDDEN}@", "://git@", 1) if is_git else shown
