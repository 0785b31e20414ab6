"""`make dist`: what the wheel and the sdist contain, and that they are built alike everywhere."""

import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.contract.source import ROOT, SOURCE
from tests.docs.conftest import BUILD_OPTIONS, Built, build

pytestmark = pytest.mark.slow


def source_files() -> set[str]:
    files = {path.relative_to(SOURCE.parent) for path in SOURCE.rglob("*") if path.is_file()}
    return {path.as_posix() for path in files if "__pycache__" not in path.parts}


def test_the_wheel_contains_the_package_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())
    metadata = {name for name in names if ".dist-info/" in name}
    assert names - metadata == source_files()
    # Types, stubs that are read at run time, generated code, and the changelog of the SDK.
    sdk = "seawall/sdks/platform"
    wanted = {"seawall/py.typed", f"{sdk}/__init__.pyi", f"{sdk}/_generated/calls.py", f"{sdk}/CHANGELOG.md"}
    for name in ("agents", "sessions"):
        wanted |= {f"seawall/sdks/{name}/{file}" for file in ("__init__.pyi", "_generated/calls.py")}
    assert wanted <= names
    assert {name.rpartition("/")[2] for name in metadata} == {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "LICENSE",
    }


def test_the_sdist_contains_what_a_build_needs(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    # The build backend adds the last two.
    others = {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "PKG-INFO", ".gitignore"}
    assert names == {f"src/{name}" for name in source_files()} | others


def test_the_sdist_builds_the_same_wheel(built: Built, unpacked: Path, tmp_path: Path) -> None:
    again = build(unpacked, tmp_path)
    assert again.wheel.name == built.wheel.name
    assert again.wheel.read_bytes() == built.wheel.read_bytes()
    assert again.sdist.read_bytes() == built.sdist.read_bytes()


def test_make_dist_builds_in_this_way() -> None:
    command = ["make", "-C", str(ROOT), "--dry-run", "--always-make", "dist"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    [line] = re.findall(r"^\S+/uv build .*$", shown, flags=re.MULTILINE)
    assert set(BUILD_OPTIONS) <= set(line.split())
