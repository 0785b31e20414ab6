"""Runs the tests of an earlier revision against the layer of today, in a child process."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from attrs import frozen

from seawall.codegen.errors import SpecError, SurfaceError
from seawall.codegen.fetch.git_folders import git_path, read_git_folder
from seawall.codegen.fetch.locations import is_git
from seawall.codegen.surface.reading.sources import LayerSources, package_root

__all__ = ["FailedTest", "OldTests", "run_old_tests"]

TIMEOUT_S = 1800.0
# The child process gets no secret that the environment may hold, and a home folder of its own.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
_SUMMARY = re.compile(r"^(?:FAILED|ERROR) (?P<name>\S.*?)(?: - (?P<reason>.*))?$", re.MULTILINE)
_PASSED = re.compile(r"\b(\d+) passed\b")
_OK, _FAILED, _NO_TESTS = 0, 1, 5
_TAIL = 500


@frozen(kw_only=True)
class FailedTest:
    """A test that fails against the layer of today, and the last line of its error."""

    name: str
    reason: str


@frozen(kw_only=True)
class OldTests:
    """The outcome of the tests of a revision."""

    location: str
    passed: int
    failed: tuple[FailedTest, ...] = ()


def run_old_tests(
    location: str, sources: LayerSources, folder: Path, *, timeout_s: float = TIMEOUT_S
) -> OldTests:
    """Run the tests at `location`, `git:REVISION:FOLDER`, against the package in `folder`.

    `git:REVISION` alone runs the tests that the revision's own configuration of pytest names.

    The files of the revision, the package aside, are written to a temporary folder, and pytest runs there.
    Raises SpecError if the revision has no such folder, SurfaceError if pytest can not run them.
    """
    if not is_git(location):
        raise SurfaceError(f"{location!r} names no tests. Write git:REVISION:FOLDER, e.g. git:v1.0:tests.")
    revision, _, path = location.removeprefix("git:").partition(":")
    root = package_root(sources, folder)
    package = git_path(root / sources.package.partition(".")[0])
    files = read_git_folder(revision, "", folder)
    if path and not any(name.startswith(f"{path.rstrip('/')}/") or name == path for name in files):
        raise SpecError(f"git has no folder {revision}:{path}. Check the path from the repository's root.")
    with tempfile.TemporaryDirectory(prefix="seawall-old-tests-") as temporary:
        # Links in the path of the temporary folder would hide which files belong to it.
        target = Path(os.path.realpath(temporary))
        _write(target, {name: data for name, data in files.items() if not name.startswith(f"{package}/")})
        code, output = _run_pytest(target, path, root, timeout_s)
    return _outcome(location, code, output)


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise SurfaceError(f"The file {name!r} of the revision leads out of its folder; nothing is run.")
        path = target / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _run_pytest(target: Path, path: str, root: Path, timeout_s: float) -> tuple[int, str]:
    home = target / ".home"
    home.mkdir(exist_ok=True)
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment |= {
        # The layer of today comes first; the tests may import each other.
        "PYTHONPATH": os.pathsep.join((str(root), str(target))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "COLUMNS": "500",
        "NO_COLOR": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=line", "-p", "no:cacheprovider"]
    command += [path] if path else []
    process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell; the path is in the revision
        command,
        cwd=target,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        raise SurfaceError(f"The old tests took more than {timeout_s:.0f} s and were stopped.") from error
    finally:
        # What the tests have started ends with them.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return process.returncode, output.decode("utf-8", "replace")


def _outcome(location: str, code: int, output: str) -> OldTests:
    failed = tuple(
        FailedTest(name=found["name"], reason=found["reason"] or "") for found in _SUMMARY.finditer(output)
    )
    if code not in {_OK, _FAILED} and not failed:
        reason = "there are no tests" if code == _NO_TESTS else " ".join(output[-_TAIL:].split())
        raise SurfaceError(f"pytest can not run {location}: {reason}. Check the path.")
    passed = _PASSED.search(output)
    return OldTests(location=location, passed=int(passed[1]) if passed else 0, failed=failed)
