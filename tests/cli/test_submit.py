"""What becomes of files, `--items` and `--metadata`; and that nothing is sent where one is amiss."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.transfer.checksum import crc32c_base64
from tests.cli.conftest import Seawall
from tests.sdks.platform.wire import RUN_ID, SCHEMA, answer, run, version

SUBMIT = ("platform", "run", "submit", "image-qc", "--version", "1.0.0")
VERSION = "GET /api/v1/applications/image-qc/versions/1.0.0"


class Taken:
    """Routes of a platform that takes a run, and what was sent to it."""

    def __init__(self, schema: dict[str, object] | None = None) -> None:
        self.bodies: list[dict[str, object]] = []
        self.routes: dict[str, object] = {
            VERSION: answer(version(schema=schema or SCHEMA)),
            "POST /api/v1/runs": self._take,
            f"GET /api/v1/runs/{RUN_ID}": answer(run()),
        }

    def _take(self, request: object) -> object:
        self.bodies.append(json.loads(request.body))  # type: ignore[attr-defined]
        return answer({"run_id": RUN_ID}, 201)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "ä slide.PNG"
    path.write_bytes(b"pixels")
    return path


def test_a_file_becomes_an_item(seawall: Seawall, image: Path) -> None:
    taken = Taken()
    ended = seawall(*SUBMIT, image, "--metadata", '{"study": 7}', routes=taken.routes)
    assert (ended.code, ended.stdout) == (0, f"{RUN_ID}\n")
    (body,) = taken.bodies
    assert body["custom_metadata"] == {"study": 7}
    assert body["items"] == [
        {
            "external_id": "ä slide.PNG",
            "input_artifacts": [
                {
                    "name": "image",
                    "download_url": image.resolve().as_uri(),
                    "metadata": {
                        "checksum_base64_crc32c": crc32c_base64(b"pixels"),
                        "media_type": "image/png",
                    },
                }
            ],
        }
    ]


def test_metadata_holds_only_what_the_schema_knows(seawall: Seawall, image: Path) -> None:
    taken = Taken(schema={"properties": {"size_bytes": {"type": "integer"}}})
    assert seawall(*SUBMIT, image, routes=taken.routes).code == 0
    items = taken.bodies[0]["items"]
    assert isinstance(items, list)
    assert items[0]["input_artifacts"][0]["metadata"] == {"size_bytes": 6}


def test_json_output_is_the_id_alone_and_with_wait_the_run(seawall: Seawall, image: Path) -> None:
    ended = seawall(*SUBMIT, image, "-o", "json", routes=Taken().routes)
    assert ended.json == {"run_id": RUN_ID}
    ended = seawall(*SUBMIT, image, "-o", "json", "--wait", routes=Taken().routes)
    assert isinstance(ended.json, dict)
    assert (ended.json["run_id"], ended.json["submitted_at"]) == (RUN_ID, "2026-07-08T12:00:00Z")


def test_who_waits_is_told_the_id_before_anything_is_waited_for(seawall: Seawall, image: Path) -> None:
    taken = Taken()
    taken.routes[f"GET /api/v1/runs/{RUN_ID}"] = answer({"detail": "no"}, 403)
    ended = seawall(*SUBMIT, image, "--wait", routes=taken.routes)
    assert (ended.code, ended.stdout) == (4, "")
    assert ended.stderr.splitlines()[0] == f"Submitted 1 item to image-qc 1.0.0: run {RUN_ID}"


def test_who_stops_waiting_is_told_how_to_go_on(seawall: Seawall, image: Path) -> None:
    def pressed(_: object) -> object:
        raise KeyboardInterrupt

    taken = Taken()
    taken.routes[f"GET /api/v1/runs/{RUN_ID}"] = pressed
    ended = seawall(*SUBMIT, image, "--wait", routes=taken.routes)
    assert (ended.code, ended.stdout) == (130, "")
    assert ended.stderr.splitlines()[-1] == (
        f"Stopped. The run goes on. To wait again: seawall platform run wait {RUN_ID}"
    )


def named(name: str, content: bytes = b"pixels") -> Callable[[Path], list[Path]]:
    def make(folder: Path) -> list[Path]:
        (folder / name).write_bytes(content)
        return [folder / name]

    return make


def twins(folder: Path) -> list[Path]:
    paths = [folder / "a" / "one.png", folder / "b" / "one.png"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"pixels")
    return paths


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: [folder / "gone.png"], "gone.png does not exist. Check the name."),
        (lambda folder: [folder], "is a folder. Give the files in it"),
        (lambda folder: [folder / f"{'a' * 300}.png"], "can not be looked at: File name too long."),
        (named("empty.png", b""), "empty.png is empty. Give a file with content."),
        (named("text.txt"), "text.txt has none of the suffixes .jpeg, .jpg, .png, .tif, .tiff. Rename it"),
        (named("bare"), "bare has none of the suffixes"),
        (twins, "Two files are called one.png"),
    ],
    ids=["missing", "folder", "long", "empty", "suffix", "no suffix", "duplicates"],
)
def test_a_file_that_can_be_no_input(
    seawall: Seawall, tmp_path: Path, make: Callable[[Path], list[Path]], words: str
) -> None:
    ended = seawall(*SUBMIT, *make(tmp_path), routes=Taken().routes)
    assert (ended.code, ended.stdout, ended.seen) == (2, "", [])
    assert words in ended.stderr


def test_an_address_needs_a_schema_that_needs_nothing(seawall: Seawall) -> None:
    ended = seawall(*SUBMIT, "https://files.test/a/one.png?sig=hush", routes=Taken().routes)
    assert (ended.code, ended.seen) == (2, [VERSION])
    assert "one.png: the input image needs checksum_base64_crc32c, media_type" in ended.stderr
    taken = Taken(schema={"type": "object"})
    ended = seawall(*SUBMIT, "https://files.test/a/one.png?sig=hush", routes=taken.routes)
    assert ended.code == 0
    assert "hush" not in ended.stderr + ended.stdout
    assert taken.bodies[0]["items"] == [
        {
            "external_id": "one.png",
            "input_artifacts": [
                {"name": "image", "download_url": "https://files.test/a/one.png?sig=hush", "metadata": {}}
            ],
        }
    ]


ITEM = {
    "external_id": "one",
    "custom_metadata": {"a": 1},
    "input_artifacts": [
        {
            "name": "image",
            "download_url": "https://files.test/one.png",
            "metadata": {"checksum_base64_crc32c": "AAAAAA==", "media_type": "image/png"},
        }
    ],
}


def test_items_from_a_file(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps([ITEM]))
    taken = Taken()
    assert seawall(*SUBMIT, "--items", path, routes=taken.routes).code == 0
    assert taken.bodies[0]["items"] == [ITEM]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[{", "is no JSON"),
        ("{}", "Expected `array`, got `object`"),
        ("[{}]", "missing required field `external_id` - at `$[0]`"),
        (json.dumps([{**ITEM, "external_id": 7}]), "Expected `str`, got `int` - at `$[0].external_id`"),
        (json.dumps([{**ITEM, "exernal_id": "x"}]), "unknown field `exernal_id` - at `$[0]`"),
        (
            json.dumps([{**ITEM, "input_artifacts": [{"name": "image", "metadata": {}}]}]),
            "missing required field `download_url` - at `$[0].input_artifacts[0]`",
        ),
        ("[]", "nothing to submit"),
    ],
)
def test_items_that_are_not_what_they_should_be(
    seawall: Seawall, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "items.json"
    path.write_text(text)
    ended = seawall(*SUBMIT, "--items", path, routes=Taken().routes)
    assert (ended.code, ended.stdout, ended.seen) == (2, "", [])
    assert words in ended.stderr


def test_items_that_the_schema_refuses(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    artifact = {"name": "image", "download_url": "https://files.test/1", "metadata": {"mpp": 11}}
    path.write_text(json.dumps([{**ITEM, "input_artifacts": [artifact]}]))
    ended = seawall(*SUBMIT, "--items", path, routes=Taken().routes)
    assert (ended.code, set(ended.seen)) == (2, {VERSION})
    assert "item 'one': artifact 'image': metadata.mpp must be at most 10" in ended.stderr


def test_many_faults_stand_one_below_the_other(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps([{"external_id": f"item {n}", "input_artifacts": []} for n in range(25)]))
    ended = seawall(*SUBMIT, "--items", path, routes=Taken().routes)
    lines = ended.stderr.splitlines()
    assert (ended.code, lines[0]) == (2, "Error: Nothing was submitted:")
    assert lines[1] == "  - item 'item 0': artifact 'image' is given 0 times; it is needed once"
    assert lines[-1] == "  - and 5 more"


@pytest.mark.parametrize("metadata", ["[1]", "seven", "@gone.json"])
def test_metadata_that_is_no_object(seawall: Seawall, image: Path, metadata: str) -> None:
    ended = seawall(*SUBMIT, image, "--metadata", metadata, routes=Taken().routes)
    assert (ended.code, ended.seen) == (2, [])


def test_metadata_from_a_file(seawall: Seawall, image: Path, tmp_path: Path) -> None:
    path = tmp_path / "metadata.json"
    path.write_text('{"study": 8}')
    taken = Taken()
    assert seawall(*SUBMIT, image, "--metadata", f"@{path}", routes=taken.routes).code == 0
    assert taken.bodies[0]["custom_metadata"] == {"study": 8}


def test_a_version_with_two_inputs_takes_no_files(seawall: Seawall, image: Path) -> None:
    taken = Taken()
    spec = {"name": "mask", "mime_type": "image/png", "metadata_schema": {}}
    described = version()
    inputs = described["input_artifacts"]
    assert isinstance(inputs, list)
    taken.routes[VERSION] = answer({**described, "input_artifacts": [*inputs, spec]})
    ended = seawall(*SUBMIT, image, routes=taken.routes)
    assert (ended.code, ended.seen) == (2, [VERSION])
    assert "takes 2 inputs per item" in ended.stderr


def test_ctrl_c_while_submitting_warns_of_a_second_run(seawall: Seawall, image: Path) -> None:
    def pressed(_: object) -> object:
        raise KeyboardInterrupt

    taken = Taken()
    taken.routes["POST /api/v1/runs"] = pressed
    ended = seawall(*SUBMIT, image, routes=taken.routes)
    assert ended.code == 130
    assert "The run may exist. Before you submit again: seawall platform run list --mine" in ended.stderr
