"""Real specs: each version generates whole, and the client imports and is well typed."""

import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from seawall.codegen.client.docstrings import first_sentence
from seawall.codegen.effective_spec import effective_spec, made_operation_ids
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.generate import generate, load_inputs
from seawall.codegen.names.names import choose_names, read_pins, write_pins
from seawall.codegen.verification import verify
from seawall.core.engine.call import Operation
from tests.codegen.generating import SPECS, Client, config
from tests.mypy_cache import MYPY

PLATFORM = sorted(SPECS.glob("aignostics/[0-9]*.json"))
VERSIONS = sorted(SPECS.glob("*/[0-9]*.[jy]*"))
NEWEST = sorted(
    max(folder.glob("[0-9]*.[jy]*"))
    for folder in (SPECS.glob("*") if SPECS.is_dir() else ())
    if folder.is_dir()
)
# Each spec has hundreds of schemas.
pytestmark = pytest.mark.slow
NEEDED = pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}")


@pytest.mark.exhaustive
@NEEDED
@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_not_one_operation_or_schema_of_any_version_is_lost(path: Path) -> None:
    ledger = generate(load_inputs(config(path.parent, spec=path.name))).ledger
    facts = [*ledger.operations.values(), *ledger.schemas.values()]
    assert [fact for fact in facts if set(fact) != {"generated"}] == []


@NEEDED
@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.parent.name)
def test_a_client_decodes_imports_and_has_whole_docstrings(path: Path, tmp_path: Path) -> None:
    result = generate(load_inputs(config(path.parent, spec=path.name)))
    verify(result)
    client = Client(result, tmp_path)
    for name in client.result.files:
        if not name.endswith(".py"):
            continue
        module = importlib.import_module(
            ".".join([client.name, *Path(name).with_suffix("").parts]).removesuffix(".__init__")
        )
        for value in vars(module).values():
            if isinstance(value, Operation):
                assert value.result_types
                assert value.error_types is not None
            if (inspect.isfunction(value) or attrs.has(value)) and value.__module__ == module.__name__:
                doc = value.__doc__ or ""
                # The name of a schema may look like an abbreviation: `Ref.`
                assert first_sentence(doc) or not doc or doc.startswith("The wire form of")


SERIES = sorted({path.parent for path in VERSIONS})


@pytest.mark.exhaustive
@NEEDED
@pytest.mark.parametrize("folder", SERIES, ids=lambda folder: folder.name)
def test_no_bump_of_a_real_api_changes_a_name(folder: Path) -> None:
    pins = read_pins(None, "names")
    before: dict[str, dict[str, object]] = {}
    for path in sorted(folder.glob("[0-9]*.[jy]*")):
        spec = effective_spec(fetch(str(path)))
        pins = choose_names(spec.api, pins, "names", made_operation_ids(spec)).pins
        tables = json.loads(write_pins(pins))
        changed = [
            (table, key)
            for table, pinned in before.items()
            for key, pin in pinned.items()
            if (
                pin.items() - tables[table][key].items()
                if isinstance(pin, dict)
                else tables[table][key] != pin
            )
        ]
        assert changed == []
        before = tables


@NEEDED
def test_generated_code_passes_mypy_and_pyright_and_is_formatted(tmp_path: Path, mypy_cache: Path) -> None:
    Client(generate(load_inputs(config(PLATFORM[-1].parent, spec=PLATFORM[-1].name))), tmp_path)
    bin_folder = Path(sys.executable).parent
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "standard"}')
    package = next(path.name for path in tmp_path.iterdir() if path.is_dir())
    for command in (
        [*MYPY, f"--cache-dir={mypy_cache}", "-p", package],
        [str(bin_folder / "basedpyright"), "--pythonpath", sys.executable],
        [str(bin_folder / "ruff"), "format", "--isolated", "--line-length=110", "--check", package],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
