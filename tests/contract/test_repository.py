"""Rules about every file that is committed."""

import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contract.source import ROOT

TEXT_SUFFIXES = {".py", ".md", ".toml", ".json", ".jinja", ".lock", ".yml", ".yaml", ".svg", ".html", ""}
# A lock file, a doc or a script must work wherever packages come from and wherever the checkout lies.
FORBIDDEN = {
    "a registry's address": re.compile(r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|test\.pypi)"),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+|root)/"),
    "an unfinished mark": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b"),
}


def committed() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


@pytest.mark.skipif(not committed(), reason="not in a git checkout")
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what: str) -> None:
    offenders = [
        f"{name}:{number}"
        for name in committed()
        if (path := ROOT / name).is_file() and path.suffix in TEXT_SUFFIXES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert offenders == []


def test_the_lock_pins_every_package_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==", lock, flags=re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9._-]+(?:\[[^\]]*\])?==)", lock, flags=re.MULTILINE)[1:]
    assert len(pins) == len(blocks) > 0
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_has_every_dependency_in_a_version_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [
        Requirement(text)
        for text in [*project["dependencies"], *(text for extra in extras for text in extra)]
    ]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", lock, flags=re.MULTILINE))
    amiss = [
        str(requirement)
        for requirement in wanted
        if requirement.name != "seawall"
        and not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]
    assert amiss == []
