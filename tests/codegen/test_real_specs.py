"""Real specs: each generates completely, or the error names every unsupported part."""

import inspect
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from seawall.codegen.client.docstrings import first_sentence
from seawall.codegen.errors import SpecError, UnsupportedSpecError
from seawall.core.engine.call import Operation
from seawall.core.wire.codec import decoder_for
from tests.codegen.generating import SPECS, Client, make

PLATFORM = sorted(SPECS.glob("aignostics/[0-9]*.json"))
NEWEST = sorted(
    max(folder.glob("[0-9]*.[jy]*"))
    for folder in SPECS.glob("*")
    if folder.is_dir() and folder.name != "aignostics"
)
# Each spec has hundreds of schemas.
pytestmark = pytest.mark.slow
NEEDED = pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}")


def use(client: Client) -> None:
    """Create the decoder of every result and model; check that every docstring is a whole sentence."""
    for value in vars(client.calls).values():
        if inspect.isfunction(value):
            assert first_sentence(value.__doc__ or "")
        if isinstance(value, Operation):
            for result in value.result_types.values():
                assert result is None or decoder_for(result) is not None
    for value in vars(client.models).values():
        if isinstance(value, type) and attrs.has(value):
            assert decoder_for(value) is not None
            assert first_sentence(value.__doc__ or "")


@NEEDED
@pytest.mark.parametrize("path", PLATFORM, ids=lambda path: path.stem)
def test_every_version_of_the_platform_api_generates_completely(path: Path, tmp_path: Path) -> None:
    client = Client(make(path.read_bytes()), tmp_path)
    assert client.result.notes == ()
    use(client)


@NEEDED
@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.parent.name)
def test_any_api_generates_completely_or_names_the_unsupported_parts(path: Path, tmp_path: Path) -> None:
    document = path.read_bytes()
    try:
        use(Client(make(document), tmp_path))
    except UnsupportedSpecError as error:
        unnamed = [part for part in error.parts if not (part.name.split()[0].isupper() and part.reason)]
        assert unnamed == []
    except SpecError as error:
        if "is Swagger 2.0" not in str(error):
            raise


@NEEDED
def test_generated_code_passes_mypy_and_is_formatted(tmp_path: Path) -> None:
    package = tmp_path / "client"
    package.mkdir()
    for name, content in make(PLATFORM[-1].read_bytes()).files.items():
        (package / name).write_bytes(content)
    bin_folder = Path(sys.executable).parent
    for command in (
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            f"--cache-dir={tmp_path}/cache",
            "-p",
            "client",
        ],
        [str(bin_folder / "ruff"), "format", "--isolated", "--line-length=110", "--check", "client"],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
