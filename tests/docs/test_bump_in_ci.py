"""The YAML of docs/bump-in-ci.md: it is valid, and its commands exist with these options."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import yaml
from typer.main import get_command

from seawall.cli.app import build_app
from tests.contract.source import ROOT

PAGE = (ROOT / "docs" / "bump-in-ci.md").read_text(encoding="utf-8")
FILES = {
    match[1]: yaml.safe_load(match[2])
    for match in re.finditer(r"^```yaml\n# (\S+)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
}


def commands(value: Any) -> Iterator[list[str]]:
    """Yield the words of each seawall command in `run` and `entry`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"run", "entry"}:
                yield from (shlex.split(line) for line in inner.splitlines() if line.startswith("seawall "))
            else:
                yield from commands(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from commands(inner)


def test_the_page_has_two_workflows_and_a_hook() -> None:
    names = [".github/workflows/bump.yml", ".github/workflows/check.yml", ".pre-commit-config.yaml"]
    assert list(FILES) == names
    # YAML 1.1 reads the key `on` as true.
    assert all("jobs" in FILES[name] and ("on" in FILES[name] or True in FILES[name]) for name in names[:2])
    assert [hook["id"] for hook in FILES[names[2]]["repos"][0]["hooks"]] == [
        "seawall-generate",
        "seawall-bump",
    ]


def test_each_command_exists_with_its_options() -> None:
    root: Any = get_command(build_app())
    found = [words for content in FILES.values() for words in commands(content)]
    assert len(found) == 5
    unknown = []
    for words in found:
        command = root.get_command(None, words[1])
        known = {option for parameter in command.params for option in parameter.opts}
        unknown += [word for word in words[2:] if word.startswith("--") and word not in known]
    assert unknown == []


def test_the_pull_request_holds_the_report_that_the_bump_writes() -> None:
    steps = FILES[".github/workflows/bump.yml"]["jobs"]["bump"]["steps"]
    body = next(step for step in steps if "create-pull-request" in step.get("uses", ""))["with"]
    folder = next(step["env"]["REPORT"] for step in steps if step.get("id") == "bump")
    assert body["body-path"] == f"{folder}/bump.md"
