"""`seawall checksum`: what `artifact_from_file` would put into the metadata of an item."""

import io
import os
import sys
from pathlib import Path

import pytest

from seawall.sdks.platform import artifact_from_file
from tests.cli.conftest import Seawall


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("one.png").write_bytes(b"123456789")
    Path("big.png").write_bytes(bytes(range(256)) * 3000)
    return ["one.png", "big.png"]


def test_checksums_and_sizes_as_a_table(seawall: Seawall, files: list[str]) -> None:
    outcome = seawall("checksum", *files)
    # E3069283 is the check value of CRC-32C (RFC 3720).
    assert (outcome.code, outcome.stdout.splitlines()[:2]) == (
        0,
        ["CRC32C     BYTES  FILE", "4waSgw==       9  one.png"],
    )


def test_json_has_the_keys_of_the_metadata(seawall: Seawall, files: list[str]) -> None:
    outcome = seawall("checksum", *files, "-o", "json")
    expected = [{"path": name, **artifact_from_file("image", name, metadata=KEYS).metadata} for name in files]
    assert outcome.json == expected


KEYS = ("checksum_base64_crc32c", "size_bytes")


def test_stdin_and_an_empty_file(seawall: Seawall, files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"123456789")))
    Path("empty").touch()
    lines = seawall("checksum", "-", "empty").stdout.splitlines()
    assert [line.split() for line in lines[1:]] == [["4waSgw==", "9", "-"], ["AAAAAA==", "0", "empty"]]
    assert seawall("checksum", "-", "-").code == 2


def test_all_files_that_can_not_be_read_are_told_together(seawall: Seawall, files: list[str]) -> None:
    Path("folder").mkdir()
    os.mkfifo("pipe")
    outcome = seawall("checksum", "gone.png", *files, "folder", "pipe")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.splitlines() == [
        "Error: No checksum was computed:",
        "  - gone.png does not exist. Check the name.",
        "  - folder is a folder. Give the files in it.",
        "  - pipe can not be read: Not a regular file.",
    ]
    assert seawall("checksum", "gone.png").stderr == "Error: gone.png does not exist. Check the name.\n"
