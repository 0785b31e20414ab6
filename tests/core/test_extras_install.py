"""The command that installs an extra is that of the place that Seawall was installed from."""

import json
import sys
from pathlib import Path

import pytest

from seawall.core.extras import install_command

COMMIT = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
# The fields of direct_url.json, as PEP 610 and pip write them, and the command.
ORIGINS = [
    pytest.param(None, "pip install 'seawall[cli]'", id="index"),
    pytest.param(
        {"url": "file:///srv/sea%20wall", "dir_info": {"editable": True}},
        "pip install --editable '/srv/sea wall[cli]'",
        id="editable checkout",
    ),
    pytest.param(
        {"url": "file:///srv/seawall", "dir_info": {}}, "pip install '/srv/seawall[cli]'", id="folder"
    ),
    pytest.param(
        {"url": "file:///C:/wheels/seawall-1.whl", "archive_info": {}},
        "pip install 'C:/wheels/seawall-1.whl[cli]'",
        id="wheel on Windows",
    ),
    pytest.param(
        {"url": "file:///srv/it's.whl", "archive_info": {"hash": "sha256=00"}},
        """pip install '/srv/it'"'"'s.whl[cli]'""",
        id="wheel in a folder with a quote",
    ),
    pytest.param(
        {"url": "https://files.example/seawall-1.whl", "archive_info": {}},
        "pip install 'seawall[cli] @ https://files.example/seawall-1.whl'",
        id="wheel of a server",
    ),
    pytest.param(
        {
            "url": "https://git.example/seawall.git",
            "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": COMMIT},
            "subdirectory": "python",
        },
        f"pip install 'seawall[cli] @ git+https://git.example/seawall.git@{COMMIT}#subdirectory=python'",
        id="repository",
    ),
    pytest.param(
        {"url": "ssh://git@git.example/seawall.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        f"pip install 'seawall[cli] @ git+ssh://git@git.example/seawall.git@{COMMIT}'",
        id="repository over SSH",
    ),
    pytest.param(
        {"url": "file:///srv/seawall.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        f"pip install 'seawall[cli] @ git+file:///srv/seawall.git@{COMMIT}'",
        id="repository on this machine",
    ),
]
SECRET = "hunter2hunter2"
URLS_WITH_SECRETS = [
    f"https://ann:{SECRET}@git.example/seawall.git",
    f"https://{SECRET}@git.example/seawall.git",
    f"https://git:{SECRET}@git.example/seawall.git",
    f"ssh://git@ann:{SECRET}@git.example/seawall.git",
    f"https://files.example/seawall-1.whl?signature={SECRET}",
    f"ssh://git@git.example/seawall.git?{SECRET}",
    f"https://files.example/seawall-1.whl#access={SECRET}",
]
UNREADABLE = [
    "{",
    "[]",
    '{"url": 3}',
    '{"dir_info": {}}',
    '{"url": "http://[1"}',
    '{"url": "a", "dir_info": 1}',
]


class Installed:
    """Seawall as an installer leaves it: a folder with metadata, first in the path of this process."""

    def __init__(self, folder: Path) -> None:
        self._metadata = folder / "seawall-1.0.dist-info"
        self._metadata.mkdir()
        self.write("METADATA", "Metadata-Version: 2.4\nName: seawall\nVersion: 1.0\n")

    def write(self, name: str, text: str) -> None:
        (self._metadata / name).write_text(text, encoding="utf-8")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    monkeypatch.syspath_prepend(tmp_path)
    return Installed(tmp_path)


@pytest.mark.parametrize(("origin", "command"), ORIGINS)
def test_the_command_fits_the_origin(installed: Installed, origin: object, command: str) -> None:
    if origin:
        installed.write("direct_url.json", json.dumps(origin))
    installed.write("INSTALLER", "pip\n")
    assert install_command("cli") == command
    installed.write("INSTALLER", "uv\n")
    assert install_command("cli") == f"uv {command}"


@pytest.mark.parametrize("url", URLS_WITH_SECRETS)
@pytest.mark.parametrize("info", [{"archive_info": {}}, {"vcs_info": {"vcs": "git", "commit_id": COMMIT}}])
def test_a_secret_of_the_url_is_not_shown(installed: Installed, url: str, info: dict[str, object]) -> None:
    installed.write("direct_url.json", json.dumps({"url": url, **info}))
    command = install_command("cli")
    assert SECRET not in command
    assert ".example/seawall" in command
    assert ("[redacted]" in command) == ("#" not in url)


@pytest.mark.parametrize("text", UNREADABLE)
def test_an_unreadable_origin_counts_as_an_index(installed: Installed, text: str) -> None:
    installed.write("direct_url.json", text)
    assert install_command("cli") == "pip install 'seawall[cli]'"


def test_without_metadata_the_path_is_yours_to_fill_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    assert install_command("cli") == "pip install 'PATH_OF_SEAWALL[cli]'"
