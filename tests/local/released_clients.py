"""Public clients of the APIs, as released: each is installed into a folder of its own."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from attrs import frozen

__all__ = ["Peer", "environment", "installed", "python_from_3_12"]

_FOLDER = Path(sys.prefix) / "peers"  # `make clean` removes it
# The index can not be reached. Anything else, such as a wrong hash, is a failure.
_UNREACHABLE = re.compile(r"error sending request|dns error|connect|timed out|network|offline", re.IGNORECASE)


def installed(lock: Path, python: str = sys.executable) -> Path:
    """The folder with the packages of a lock file; the test is skipped where they can not be downloaded."""
    folder = _FOLDER / f"{lock.stem}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    if folder.exists():
        return folder
    _FOLDER.mkdir(exist_ok=True)
    uv = Path(sys.executable).with_name("uv")
    with tempfile.TemporaryDirectory(dir=_FOLDER) as parent:
        target = Path(parent) / "packages"
        # --no-deps: the lock has all packages that the client needs here.
        command = [str(uv), "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        command += [
            "--only-binary",
            ":all:",
            "--python",
            python,
            "--target",
            str(target),
            "--requirement",
            str(lock),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode and _UNREACHABLE.search(done.stderr):
            pytest.skip(f"the packages of {lock.name} can not be downloaded: {done.stderr.strip()[:200]}")
        assert done.returncode == 0, done.stderr
        try:
            target.rename(folder)
        except OSError:  # another worker was first
            assert folder.exists()
    return folder


def python_from_3_12() -> str:
    """A Python 3.12 or 3.13 of this machine; the test is skipped where there is none."""
    for name in (sys.executable, "python3.12", "python3.13"):
        found = shutil.which(name)
        code = "import sys; print(sys.executable); sys.exit(not (3, 12) <= sys.version_info < (3, 14))"
        # pyenv's launchers need the version that they should start.
        started = {**os.environ, "PYENV_VERSION": name.removeprefix("python")}
        if found:
            done = subprocess.run(
                [found, "-c", code], env=started, capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                return done.stdout.strip()
    pytest.skip("the official client needs Python 3.12 or 3.13, and there is none on this machine")


def environment(packages: Path, home: Path, **settings: str) -> dict[str, str]:
    """The environment of a client: its own packages and home, and no way beyond the loopback interface."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(packages),
        "HOME": str(home),
        "COLUMNS": "200",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "NO_PROXY": "127.0.0.1,localhost",
        **settings,
    }


@frozen
class Peer:
    """A released client, with its own packages and a home folder for its settings."""

    packages: Path
    home: Path

    def run(
        self, code: str, *arguments: str, answers: str = "", **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program of the client; `settings` are environment variables."""
        # -S: only the client's own packages.
        return subprocess.run(
            [sys.executable, "-S", "-c", code, *arguments],
            env=environment(self.packages, self.home, **settings),
            cwd=self.home,
            input=answers,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
