"""The programs in docs/applications are typed, in the style of this project, and shown by their names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from seawall.runtime.settings.fields import fields_of
from seawall.sdks.platform.settings import Settings
from tests.contract.source import ROOT
from tests.docs.applications.programs import PAGES, blocks, programs, write_programs
from tests.mypy_cache import MYPY
from tests.testing.users_pytest import USERS_PYTEST

RULES = "--select=A,ANN,ASYNC,B,C4,D1,E,F,FAST,I,PIE,RET,RUF,S,SIM,UP,W"


def test_every_block_is_a_program_or_shown_only() -> None:
    assert {language for page in PAGES for language, _ in blocks(page)} == {"python", "text", "yaml"}
    assert len(programs()) == 11


def test_links_have_targets() -> None:
    for page in PAGES:
        links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page


def test_the_deployment_uses_settings_that_exist() -> None:
    [text] = [
        text for language, text in blocks(ROOT / "docs/applications/containers.md") if language == "yaml"
    ]
    [container] = yaml.safe_load(text)["containers"]
    names = {one["name"].removeprefix("SEAWALL_PLATFORM_").lower() for one in container["env"]}
    assert names == {"base_url", "preset", "access_token_file"}
    assert names <= set(fields_of(Settings))
    values = {one["name"]: one["value"] for one in container["env"]}
    mount = container["volumeMounts"][0]["mountPath"]
    assert values["SEAWALL_PLATFORM_ACCESS_TOKEN_FILE"].startswith(mount)


@pytest.mark.slow
def test_the_programs_are_typed_and_clean(tmp_path: Path, mypy_cache: Path) -> None:
    write_programs(tmp_path)
    ruff = str(Path(sys.executable).with_name("ruff"))
    options = ("--isolated", "--line-length=110")
    # The settings of the project's own mypy name its folders; Celery has no types.
    lines = ("[mypy]", "[mypy-celery.*]", "ignore_missing_imports = true")
    (tmp_path / "mypy.ini").write_text(
        "\n".join([*lines, "[mypy-tasks]", "disallow_untyped_decorators = false"])
    )
    for command in (
        [ruff, "format", "--check", *options, "."],
        [ruff, "check", *options, RULES, "--ignore=S101,D103", "."],
        [*MYPY, "--config-file=mypy.ini", f"--cache-dir={mypy_cache}", "."],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_the_tests_of_the_page_pass(tmp_path: Path) -> None:
    write_programs(tmp_path)
    command = [*USERS_PYTEST, "-p", "no:asyncio", "test_service.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "6 passed" in done.stdout, done.stdout + done.stderr
