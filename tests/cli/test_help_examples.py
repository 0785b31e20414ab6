"""The examples in the help of `seawall platform` and `seawall checksum` work as they are shown."""

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from seawall.cli.app import command_line
from tests.cli.commands import run_line
from tests.cli.conftest import Seawall
from tests.cli.parsing import help_examples
from tests.running_platform import RunningPlatform

pytestmark = pytest.mark.slow

# A login opens a browser; test_login.py has its tests. A run of all images is longer than its example.
NOT_RUN = ("seawall platform user login",)


def _shown() -> list[str]:
    root = get_command(command_line().app)
    assert isinstance(root, TyperGroup)
    # The context is not used: commands are found by their name.
    groups = [root.get_command(typer.Context(root), name) for name in ("platform", "checksum")]
    return [line for group in groups for line in help_examples(group, "seawall")]


@pytest.fixture
def folder(
    server: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seawall: Seawall
) -> Path:
    """A folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    # An example installs a script for the shell.
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copytree(server.images, "images")
    slides = server.images / "slides"
    slides.mkdir(exist_ok=True)
    shutil.copy(server.images / "one.png", slides / "one.png")
    (tmp_path / "slides").symlink_to(slides)
    checksum = seawall("checksum", server.images / "one.png", "-o", "json").json
    assert isinstance(checksum, list)
    metadata = {"checksum_base64_crc32c": checksum[0]["checksum_base64_crc32c"], "media_type": "image/png"}
    artifact = {"name": "image", "download_url": (server.images / "one.png").as_uri(), "metadata": metadata}
    (tmp_path / "token.txt").write_text("a-share-token")
    (tmp_path / "my.json").write_text(json.dumps([{"external_id": "one", "input_artifacts": [artifact]}]))
    return tmp_path


def test_every_example_of_the_help_works(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for line in _shown() if not line.startswith(NOT_RUN)]
    assert len(lines) >= 10
    run_id = run_line(f"seawall platform run submit image-qc {folder}/slides/one.png", capsys).strip()
    for line in lines:
        run_line(line.replace("RUN_ID", run_id), capsys)
