"""Real specs: each generates whole, or what is lost is named; never a crash, never half an output."""

import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from seawall.codegen.errors import LostError, SpecError
from seawall.core.engine.call import Operation
from seawall.core.wire.codec import decoder_for
from tests.codegen.making import SPECS, Client, make

PLATFORM = sorted(SPECS.glob("aignostics/[0-9]*.json"))
NEWEST = sorted(
    max(folder.glob("[0-9]*.[jy]*"))
    for folder in SPECS.glob("*")
    if folder.is_dir() and folder.name != "aignostics"
)
NEEDED = pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}")


def use(client: Client) -> None:
    """Make the decoder of every answer and model."""
    for value in vars(client.calls).values():
        if isinstance(value, Operation):
            for answer in value.result_types.values():
                assert answer is None or decoder_for(answer) is not None
    for value in vars(client.models).values():
        if isinstance(value, type) and attrs.has(value):
            assert decoder_for(value) is not None


@NEEDED
@pytest.mark.parametrize("path", PLATFORM, ids=lambda path: path.stem)
def test_every_version_of_the_platform_s_api_generates_whole(path: Path, tmp_path: Path) -> None:
    client = Client(make(path.read_bytes()), tmp_path)
    assert client.result.notes == ()
    use(client)


@NEEDED
@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.parent.name)
def test_any_api_generates_whole_or_names_what_is_lost(path: Path, tmp_path: Path) -> None:
    document = path.read_bytes()
    try:
        use(Client(make(document), tmp_path))
    except LostError as error:
        unnamed = [loss for loss in error.losses if not (loss.what.split()[0].isupper() and loss.why)]
        assert unnamed == []
    except SpecError as error:
        assert "is Swagger 2.0" in str(error)  # noqa: PT017


@NEEDED
@pytest.mark.slow
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
