"""`run prepare` writes a table of images, and `run submit` reads the edited table."""

import csv
import shutil
from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem
from seawall.sdks.platform.cli.input_files import files_by_item, globs_of
from seawall.sdks.platform.cli.item_table import ItemRow, items_from_rows, read_item_table, to_item_table
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


def version(*names: str) -> ApplicationVersion:
    return ApplicationVersion(
        application_id="app", version_number="1.0.0", changelog="", released_at=None,
        input_artifacts=tuple(
            InputSpec(name=name, media_type="image/png", metadata_schema=SCHEMA)
            for name in names or ("image",)
        ),
        output_artifacts=(),
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
    assert "is no folder" in seawall(*prepare, tmp_path / ("a" * 300), "--to", table).stderr
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
    assert items_from_rows([], version("slide", "mask")) == []


def test_a_table_that_can_not_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    head = "external_id,download_url,level\n"
    faults: list[tuple[str | bytes, str]] = [
        ("", "is empty"),
        ("\n", "is empty"),
        ("external_id,other\n", "no column download_url; its columns are external_id, other"),
        ("id,name\n", "no column external_id and no column download_url; its columns are id, name"),
        ("external_id,download_url\n".encode("utf-16"), "is text in UTF-16, and must be UTF-8"),
        ("external_id,download_url\n".encode("utf-16-le"), "is text in UTF-16"),
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


def test_a_table_of_several_inputs_is_written_and_read(tmp_path: Path) -> None:
    two = version("slide", "mask")
    items = [
        NewItem(
            external_id=name,
            input_artifacts=[
                NewArtifact(name="mask", download_url=f"file:///{name}.png", metadata={"level": 1}),
                NewArtifact(name="slide", download_url=f"file:///{name}.tiff", metadata={"size": 9}),
            ],
        )
        for name in ("a", "b")
    ]
    table = written(tmp_path, to_item_table(items, two))
    header = table.read_text().splitlines()[0].split(",")
    assert header[:3] == ["external_id", "slide.download_url", "slide.level"]
    assert {"slide.size", "mask.download_url", "mask.level"} <= set(header)
    first, second = items_from_rows(read_item_table(table), two)
    assert (first.external_id, second.external_id) == ("a", "b")
    assert [(one.name, one.download_url, dict(one.metadata)) for one in first.input_artifacts] == [
        ("slide", "file:///a.tiff", {"size": "9"}),
        ("mask", "file:///a.png", {"level": 1}),
    ]
    # The name of a single input may be there or not.
    named = written(tmp_path, "external_id,image.download_url,image.level\none,file:///a.png,2\n")
    (item,) = items_from_rows(read_item_table(named), version())
    assert dict(item.input_artifacts[0].metadata) == {"level": 2}


def test_a_table_without_the_columns_of_an_input_is_refused(tmp_path: Path) -> None:
    two = version("slide", "mask")
    for head, words in (
        ("external_id,download_url", "no column slide.download_url and no column mask.download_url"),
        (
            "external_id,slide.download_url",
            "no column mask.download_url: app 1.0.0 has the inputs",
        ),
        ("external_id,slide.download_url,mask.download_url,mpp", "column mpp belongs to no input"),
    ):
        rows = read_item_table(written(tmp_path, f"{head}\n{','.join('x' * (head.count(',') + 1))}\n"))
        with row(head), pytest.raises(InputError, match=words):
            items_from_rows(rows, two)


def test_files_with_the_same_text_for_the_star_are_an_item(tmp_path: Path) -> None:
    two = version("slide", "mask")
    names = ("a/1_he.tiff", "a/1_mask.png", "2_he.tiff", "2_mask.png", "other.png")
    paths = [tmp_path / name for name in names]
    globs = globs_of(["slide=*_he.tiff", "mask=*_mask.png"], two)
    assert globs is not None
    assert files_by_item(tmp_path, paths, globs) == {
        "2": {"slide": paths[2], "mask": paths[3]},
        "a/1": {"slide": paths[0], "mask": paths[1]},
    }
    with pytest.raises(InputError, match=r"^a/1 has no file for the input mask: there is no a/1_mask\.png"):
        files_by_item(tmp_path, [paths[0], *paths[2:]], globs)
    with pytest.raises(InputError, match=r"No image in .* matches"):
        files_by_item(tmp_path, [paths[4]], globs)
    assert globs_of([], version()) is None
    assert globs_of(["image=*.png"], version()) == {"image": "*.png"}


def test_globs_that_do_not_fit_the_inputs_are_refused() -> None:
    for given, words in (
        ([], "has the inputs slide, mask. Say which files are slide, mask"),
        (["slide=*.tiff"], "Say which files are mask"),
        (["slide"], "Give NAME=GLOB"),
        (["slide=a.tiff"], r"with one \* in it"),
        (["sldie=*.tiff"], "the inputs of an item are slide, mask"),
    ):
        with row(given), pytest.raises(InputError, match=words):
            globs_of(given, version("slide", "mask"))
