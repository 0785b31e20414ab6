"""The wheel in an environment of its own, with and without extras, and the lines of docs that install it."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from seawall import __version__
from tests.contract.source import ROOT
from tests.docs.conftest import Built, Environment, dependencies, install
from tests.running_platform import RunningPlatform

# A virtual environment for each extra and each line of the docs.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

README = (ROOT / "README.md").read_text(encoding="utf-8")
GETTING_STARTED = (ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")
PYTHON = re.compile(r"^```python\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)

# A feature of each extra. The metadata of the wheel must bring all that it imports.
FEATURES = {
    "cli": "from seawall.sdks.platform.cli import platform_app; import seawall.cli.context",
    "local": (
        "from seawall.testing.local_platform import local_platform as p\nwith p() as x: print(x.url)\n"
        "from seawall.testing.local_sessions import local_sessions as s\nwith s() as x: print(x.url)"
    ),
    "codegen": "from seawall.codegen.effective_spec import effective_spec; import seawall.codegen.client",
    "fast": "from seawall.transports import PyreqwestTransport; PyreqwestTransport().close()",
    "httpx": "from seawall.transports import HttpxTransport; HttpxTransport().close()",
    "redis": "from seawall.runtime import RedisCacheStore; RedisCacheStore('redis://127.0.0.1')",
    "keyring": "import keyring; from seawall.runtime import TokenKeyring; TokenKeyring('a')",
    "otel": "from seawall.runtime import OpenTelemetry; OpenTelemetry()",
    "pandas": "import pandas",
    "polars": "import polars",
    "plot": "from seawall.runtime import new_figure; new_figure('a')[0].savefig('a.png')",
}


@pytest.fixture
def platform(shared_platform: RunningPlatform) -> RunningPlatform:
    return shared_platform


def test_the_code_of_the_readme_runs_without_extras(
    core_only: Environment, platform: RunningPlatform
) -> None:
    code = "\n".join(PYTHON.findall(README))
    assert "client.runs.submit" in code
    done = core_only.run("python", "-c", code, cwd=platform.images.parent, **platform.environment)
    assert done.returncode == 0, done.stderr
    assert "SUCCEEDED" in done.stdout or "TERMINATED" in done.stdout


def test_the_environment_holds_the_wheel_and_no_extra(core_only: Environment) -> None:
    code = (
        "import seawall; from importlib.util import find_spec;"
        "print(seawall.__file__, find_spec('rich'), find_spec('redis'))"
    )
    done = core_only.run("python", "-c", code)
    place, *others = done.stdout.split()
    assert Path(place).is_relative_to(core_only.folder)
    assert others == ["None", "None"]


def test_the_package_is_small_and_takes_each_python(built: Built) -> None:
    needed = SpecifierSet(built.metadata.metadata["Requires-Python"])
    classifiers = built.metadata.metadata.get_all("Classifier") or []
    named = [text.rpartition(" ")[2] for text in classifiers if re.search(r":: 3\.\d+$", text)]
    assert named == ["3.11", "3.12", "3.13", "3.14"]
    assert all(needed.contains(version) for version in named)
    files = [str(file.locate()) for package in dependencies(built.metadata) for file in package.files or ()]
    sizes = [
        Path(file).stat().st_size for file in files if not file.endswith(".pyc") and Path(file).is_file()
    ]
    assert sum(sizes) + built.wheel.stat().st_size < 45_000_000


def test_the_command_without_its_extra_says_how_to_install_it(core_only: Environment, built: Built) -> None:
    done = core_only.run("seawall", "--version")
    assert (done.returncode, done.stdout) == (2, "")
    assert "The command line needs the extra `cli`" in done.stderr
    hint = re.findall(r"^Hint: (.*)$", done.stderr, flags=re.MULTILINE)
    # The environment was installed by uv, from the wheel.
    assert hint == [f"uv pip install '{built.wheel}[cli]'"]


@pytest.mark.parametrize("extra", FEATURES)
def test_an_extra_brings_all_that_its_features_import(built: Built, extra: str, tmp_path: Path) -> None:
    environment = install(built, tmp_path, f"{built.wheel}[{extra}]", extras=(extra,))
    done = environment.run("python", "-c", FEATURES[extra])
    assert done.returncode == 0, done.stderr


def test_the_hint_leads_to_a_command_that_works(core_only: Environment, built: Built, tmp_path: Path) -> None:
    hint = re.findall(r"^Hint: uv pip install (.*)$", core_only.run("seawall").stderr, flags=re.MULTILINE)
    environment = install(built, tmp_path, *shlex.split(hint[0]), extras=("cli",))
    done = environment.run("seawall", "--version")
    assert (done.returncode, __version__ in done.stdout) == (0, True), done.stderr


# Lines of docs/getting-started.md, and the folder in which each is run.
LINES = re.findall(r"^pip install (.*)$", GETTING_STARTED, flags=re.MULTILINE)


def test_the_page_names_every_way_and_every_extra(built: Built) -> None:
    assert [line.partition("[")[0].strip("'") for line in LINES] == [
        f"dist/{built.wheel.name}",
        ".",
        "--editable '.",
        "seawall",
    ]
    rows = re.findall(
        r"^\| ((?:`\w+`(?:, )?)+) \|", GETTING_STARTED.partition("## Run")[0], flags=re.MULTILINE
    )
    named = re.findall(r"\w+", " ".join(rows))
    assert sorted(named) == sorted(built.metadata.metadata.get_all("Provides-Extra") or [])
    assert {*named} - {"dev"} == set(FEATURES)


@pytest.mark.parametrize("line", LINES)
def test_each_line_installs_a_command_that_works(
    built: Built, unpacked: Path, line: str, tmp_path: Path
) -> None:
    # A checkout, with the wheel of `make dist` and an index that has it.
    checkout = tmp_path / "checkout"
    shutil.copytree(unpacked, checkout)
    (checkout / "dist").mkdir()
    shutil.copy(built.wheel, checkout / "dist")
    options = ("--no-index", "--find-links", "dist")
    environment = install(
        built, tmp_path / "venv", *options, *shlex.split(line), extras=("cli",), cwd=checkout
    )
    done = environment.run("seawall", "--version")
    assert (done.returncode, __version__ in done.stdout) == (0, True), done.stderr
    code = "from seawall.core.extras import install_command as c; print(c('fast'))"
    origin = (
        line.replace("cli", "fast").replace("'.[", f"'{checkout}[").replace("'dist/", f"'{checkout}/dist/")
    )
    assert environment.run("python", "-c", code).stdout == f"uv pip install {origin}\n"
