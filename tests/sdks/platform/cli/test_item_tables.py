"""`run prepare` writes a table of images, and `run submit` reads the edited table."""

import csv
import shutil
from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec
from seawall.sdks.platform.cli.item_table import ItemRow, items_from_rows, read_item_table
from tests.cli.conftest import Seawall
from tests.rows import row
from tests.running_platform import RunningPlatform

SCHEMA = {
    "properties": {
        "level": {"type": "integer"},
        "mpp": {"type": "number"},
        "stained": {"type": "boolean"},
        "tags": {"type": "array"},
        "note": {"type": "string"},
    }
}


def version(inputs: int = 1) -> ApplicationVersion:
    spec = InputSpec(name="image", media_type="image/png", metadata_schema=SCHEMA)
    return ApplicationVersion(
        application_id="app", version_number="1.0.0", changelog="", released_at=None,
        input_artifacts=(spec,) * inputs, output_artifacts=(),
    )  # fmt: skip


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "items.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.slow
def test_a_folder_becomes_a_table_that_is_submitted(
    seawall: Seawall, server: RunningPlatform, tmp_path: Path
) -> None:
    table, folder = tmp_path / "items.csv", server.images / "for-a-table"
    folder.mkdir()
    for name in ("one.png", "two.png"):
        shutil.copy(server.images / name, folder / name)
    outcome = seawall("platform", "run", "prepare", "image-qc", folder, "--to", table, "-o", "json")
    assert (outcome.code, outcome.json) == (0, {"file": str(table), "items": 2})
    with table.open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["external_id"] for line in lines] == ["one.png", "two.png"]
    assert int(lines[0]["size_bytes"]) == (server.images / "one.png").stat().st_size
    checksum = seawall("checksum", server.images / "one.png", "-o", "json").json
    assert isinstance(checksum, list)
    assert lines[0]["checksum_base64_crc32c"] == checksum[0]["checksum_base64_crc32c"]
    again = seawall("platform", "run", "prepare", "image-qc", folder, "--to", table)
    assert (again.code, "may hold your changes" in again.stderr) == (2, True)

    # As a spreadsheet program saves it: semicolons, and a byte order mark.
    edited = [line | {"mpp": "0.25"} for line in lines]
    with table.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(edited[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(edited)
    outcome = seawall("platform", "run", "submit", "image-qc", "--items", table, "--wait", "-o", "json")
    assert outcome.code == 0, outcome.stderr
    assert isinstance(outcome.json, dict)
    assert outcome.json["statistics"]["succeeded"] == 2


@pytest.mark.slow
@pytest.mark.usefixtures("server")
def test_a_folder_with_a_broken_file_is_named_and_nothing_is_written(
    seawall: Seawall, tmp_path: Path
) -> None:
    folder, table = tmp_path / "slides", tmp_path / "items.csv"
    folder.mkdir()
    prepare = ("platform", "run", "prepare", "image-qc")
    assert "has no images" in seawall(*prepare, folder, "--to", table).stderr
    assert "is no folder" in seawall(*prepare, tmp_path / "gone", "--to", table).stderr
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(b"no image")
    outcome = seawall(*prepare, folder, "--to", table)
    assert outcome.code == 2
    assert "Nothing was written" in outcome.stderr
    assert "a.png" in outcome.stderr
    assert "b.png" in outcome.stderr
    assert not table.exists()


def test_cells_are_read_as_the_types_of_the_schema(tmp_path: Path) -> None:
    head = "external_id,download_url,level,mpp,stained,tags,note,other\n"
    path = written(
        tmp_path, f'{head}one,file:///a.png,3,0.5,TRUE,"[1, 2]",007,x\n\ntwo,file:///b.png,,,,,,\n'
    )
    one, two = items_from_rows(read_item_table(path), version())
    assert one.external_id == "one"
    assert dict(one.input_artifacts[0].metadata) == {
        "level": 3, "mpp": 0.5, "stained": True, "tags": [1, 2], "note": "007", "other": "x",
    }  # fmt: skip
    assert two.input_artifacts[0].download_url == "file:///b.png"
    assert dict(two.input_artifacts[0].metadata) == {}
    assert items_from_rows([], version(2)) == []


def test_a_table_that_can_not_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    head = "external_id,download_url,level\n"
    faults: list[tuple[str | bytes, str]] = [
        ("", "0 columns external_id"),
        ("external_id,other\n", "0 columns download_url"),
        ("external_id,external_id,download_url\n", "2 columns external_id"),
        (f"{head}one,u,1,2\n", "line 2: there are 4 cells"),
        (f'{head}"one,u,1\n', "is not CSV"),
        (b"external_id,download_url\n\xff,u\n", "not UTF-8"),
    ]
    for content, words in faults:
        with row(content), pytest.raises(InputError, match=words):
            read_item_table(written(tmp_path, content))


def test_a_cell_of_a_wrong_type_is_named_with_its_line() -> None:
    rows = [
        ItemRow("items.csv, line 2", {"external_id": "a", "download_url": "u", "level": "high"}),
        ItemRow("items.csv, line 3", {"external_id": "b", "download_url": "u", "stained": "maybe"}),
    ]
    with pytest.raises(InputError, match=r"line 2, level: 'high' is no integer.*line 3, stained"):
        items_from_rows(rows, version())
    with pytest.raises(InputError, match="2 inputs per item"):
        items_from_rows(rows, version(2))
