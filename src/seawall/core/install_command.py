"""The command that installs an extra. Pure: only the import machinery reads a file."""

import shlex
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import unquote, urlsplit

from attrs import frozen
from msgspec import MsgspecError, json

from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret_patterns import HIDDEN

__all__ = ["install_command"]

_MAX_CHARACTERS = 2_000


@frozen
class _Directory:
    editable: bool = False


@frozen
class _Revision:
    vcs: str
    commit_id: str


@frozen
class _Origin:
    """The fields of `direct_url.json` (PEP 610); installers write it unless the package is from an index."""

    url: str
    dir_info: _Directory | None = None
    vcs_info: _Revision | None = None
    subdirectory: str = ""


def install_command(extra: str) -> str:
    """Return the shell command that installs `extra` from the place that Seawall was installed from.

    That is an index, a checkout, a wheel or a repository. Logins and queries in a URL are redacted.
    """
    try:
        installed = distribution("seawall")
    except PackageNotFoundError:
        # Its source is on the path, for example in a zip file.
        return f"pip install 'PATH_OF_SEAWALL[{extra}]'"
    pip = "uv pip" if (installed.read_text("INSTALLER") or "").strip() == "uv" else "pip"
    return f"{pip} install {_source(extra, _read(installed.read_text('direct_url.json')))}"


def _read(direct_url: str | None) -> _Origin | None:
    try:
        origin = json.decode(direct_url or "null", type=_Origin | None)
        urlsplit(origin.url if origin else "")
    except (MsgspecError, ValueError):
        return None
    return origin


def _source(extra: str, origin: _Origin | None) -> str:
    if origin is None:
        # Quoted in every case: zsh takes brackets for a pattern.
        return f"'seawall[{extra}]'"
    path = _path(origin.url)
    if path and origin.vcs_info is None:
        editable = "--editable " if origin.dir_info and origin.dir_info.editable else ""
        return editable + shlex.quote(f"{redact(path, max_characters=_MAX_CHARACTERS)}[{extra}]")
    url = _without_secrets(origin.url)
    if origin.vcs_info:
        url = f"{origin.vcs_info.vcs}+{url}@{origin.vcs_info.commit_id}"
    folder = f"#subdirectory={origin.subdirectory}" if origin.subdirectory else ""
    return shlex.quote(f"seawall[{extra}] @ {url}{folder}")


def _path(url: str) -> str:
    """Return the path of a file URL, and nothing for other URLs."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return ""
    path = unquote(parts.path)
    # file:///C:/wheels is C:/wheels.
    return path[1:] if path[2:3] == ":" else path


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    plain = parts._replace(query=HIDDEN if parts.query else "", fragment="").geturl()
    shown = redact(plain, max_characters=_MAX_CHARACTERS)
    # The user of a repository over SSH is no secret.
    is_git = parts.username == "git" and parts.password is None
    return shown.replace(f"://{HIDDEN}@", "://git@", 1) if is_git else shown
