"""`run submit`: files, `--items` and `--metadata`; nothing is sent if any of them is invalid."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.transfer.checksum import crc32c_base64
from tests.cli.conftest import Seawall
from tests.core.transfer.test_tiff_pages import page, tiff
from tests.sdks.platform.wire import RUN_ID, SCHEMA, application, reply, run, version

SUBMIT = ("platform", "run", "submit", "image-qc", "--version", "1.0.0")
APPLICATION = {"GET /api/v1/applications/image-qc": reply(application())}
PNG = b"\x89PNG\r\n\x1a\n and pixels"
VERSION = "GET /api/v1/applications/image-qc/versions/1.0.0"


class FakePlatform:
    """Routes of a platform that accepts a run, and the request bodies that it received."""

    def __init__(self, schema: dict[str, object] | None = None) -> None:
        self.bodies: list[dict[str, object]] = []
        self.routes: dict[str, object] = {
            VERSION: reply(version(schema=schema or SCHEMA)),
            "POST /api/v1/runs": self._accept,
            f"GET /api/v1/runs/{RUN_ID}": reply(run()),
        }

    def _accept(self, request: object) -> object:
        self.bodies.append(json.loads(request.body))  # type: ignore[attr-defined]
        return reply({"run_id": RUN_ID}, 201)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "ä slide.PNG"
    path.write_bytes(PNG)
    return path


def test_a_file_becomes_an_item(seawall: Seawall, image: Path) -> None:
    platform = FakePlatform()
    outcome = seawall(*SUBMIT, image, "--metadata", '{"study": 7}', routes=platform.routes)
    assert (outcome.code, outcome.stdout) == (0, f"{RUN_ID}\n")
    (body,) = platform.bodies
    assert body["custom_metadata"] == {"study": 7}
    assert body["items"] == [
        {
            "external_id": "ä slide.PNG",
            "input_artifacts": [
                {
                    "name": "image",
                    "download_url": image.resolve().as_uri(),
                    "metadata": {
                        "checksum_base64_crc32c": crc32c_base64(PNG),
                        "media_type": "image/png",
                    },
                }
            ],
        }
    ]


def test_metadata_has_only_keys_of_the_schema(seawall: Seawall, image: Path) -> None:
    platform = FakePlatform(schema={"properties": {"size_bytes": {"type": "integer"}}})
    assert seawall(*SUBMIT, image, routes=platform.routes).code == 0
    items = platform.bodies[0]["items"]
    assert isinstance(items, list)
    assert items[0]["input_artifacts"][0]["metadata"] == {"size_bytes": len(PNG)}


def test_json_output_is_the_id_or_with_wait_the_run(seawall: Seawall, image: Path) -> None:
    outcome = seawall(*SUBMIT, image, "-o", "json", routes=FakePlatform().routes)
    assert outcome.json == {"run_id": RUN_ID}
    outcome = seawall(*SUBMIT, image, "-o", "json", "--wait", routes=FakePlatform().routes)
    assert isinstance(outcome.json, dict)
    assert (outcome.json["run_id"], outcome.json["submitted_at"]) == (RUN_ID, "2026-07-08T12:00:00Z")


def test_with_wait_stdout_is_the_id_too(seawall: Seawall, image: Path) -> None:
    outcome = seawall(*SUBMIT, image, "--wait", routes=FakePlatform().routes)
    assert (outcome.code, outcome.stdout) == (0, f"{RUN_ID}\n")
    assert outcome.stderr.splitlines() == [
        "Submitted 1 item to image-qc 1.0.0.",
        f"Run {RUN_ID}: TERMINATED, 1 of 1 items done",
        f"All items have succeeded. To download their files: seawall platform run result download {RUN_ID}",
    ]


def test_with_wait_a_failure_does_not_lose_the_id(seawall: Seawall, image: Path) -> None:
    platform = FakePlatform()
    platform.routes[f"GET /api/v1/runs/{RUN_ID}"] = reply({"detail": "no"}, 403)
    outcome = seawall(*SUBMIT, image, "--wait", routes=platform.routes)
    assert (outcome.code, outcome.stdout) == (4, f"{RUN_ID}\n")
    outcome = seawall(*SUBMIT, image, "--wait", "-o", "json", routes=platform.routes)
    assert (outcome.code, outcome.json) == (4, {"run_id": RUN_ID})
    assert outcome.stderr.splitlines()[0] == f"Submitted 1 item to image-qc 1.0.0: run {RUN_ID}"


def test_with_wait_items_that_failed_give_an_exit_code(seawall: Seawall, image: Path) -> None:
    platform = FakePlatform()
    platform.routes[f"GET /api/v1/runs/{RUN_ID}"] = reply(run(output="NONE"))
    outcome = seawall(*SUBMIT, image, "--wait", "-o", "json", routes=platform.routes)
    assert isinstance(outcome.json, dict)
    assert (outcome.code, outcome.json["output"]) == (13, "NONE")
    assert "All items" not in outcome.stderr


def test_ctrl_c_during_the_wait_shows_how_to_resume(seawall: Seawall, image: Path) -> None:
    def pressed(_: object) -> object:
        raise KeyboardInterrupt

    platform = FakePlatform()
    platform.routes[f"GET /api/v1/runs/{RUN_ID}"] = [reply(run("PROCESSING")), pressed]
    outcome = seawall(*SUBMIT, image, "--wait", routes=platform.routes)
    assert (outcome.code, outcome.stdout) == (130, f"{RUN_ID}\n")
    assert outcome.stderr.splitlines()[-1] == (
        f"Stopped. The run continues. To watch it again: seawall platform run watch {RUN_ID}"
    )


def test_ctrl_c_before_the_run_is_read_shows_its_id(seawall: Seawall, image: Path) -> None:
    def pressed(_: object) -> object:
        raise KeyboardInterrupt

    platform = FakePlatform()
    platform.routes[f"GET /api/v1/runs/{RUN_ID}"] = pressed
    outcome = seawall(*SUBMIT, image, routes=platform.routes)
    assert outcome.code == 130
    assert f"The run was submitted, with the id {RUN_ID}." in outcome.stderr


def image_file(name: str, content: bytes = PNG) -> Callable[[Path], list[Path]]:
    def make(folder: Path) -> list[Path]:
        (folder / name).write_bytes(content)
        return [folder / name]

    return make


def twins(folder: Path) -> list[Path]:
    paths = [folder / "a" / "one.png", folder / "b" / "one.png"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(PNG)
    return paths


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: [folder / "gone.png"], "gone.png does not exist. Check the name."),
        (lambda folder: [folder], "is a folder. Give the files in it"),
        (lambda folder: [folder / f"{'a' * 300}.png"], "can not be accessed: File name too long."),
        (image_file("empty.png", b""), "empty.png is empty. Give a file with content."),
        (
            image_file("text.txt"),
            "text.txt has none of the suffixes .jpeg, .jpg, .png, .tif, .tiff. Rename it",
        ),
        (image_file("bare"), "bare has none of the suffixes"),
        (twins, "Two files have the name one.png"),
    ],
    ids=["missing", "folder", "long", "empty", "suffix", "no suffix", "duplicates"],
)
def test_a_file_that_can_not_be_an_input(
    seawall: Seawall, tmp_path: Path, make: Callable[[Path], list[Path]], words: str
) -> None:
    outcome = seawall(*SUBMIT, *make(tmp_path), routes=FakePlatform().routes)
    assert (outcome.code, outcome.stdout, outcome.requests) == (2, "", [])
    assert words in outcome.stderr


def test_all_files_items_and_options_that_are_wrong_are_told_at_once(
    seawall: Seawall, tmp_path: Path, image: Path
) -> None:
    items = tmp_path / "items.json"
    items.write_text(json.dumps([ITEM, {**ITEM, "external_id": 7}, {"external_id": "x"}, 8, ITEM]))
    files = [tmp_path / "gone.png", tmp_path, image, *twins(tmp_path)]
    outcome = seawall(*SUBMIT, *files, "--items", items, "--metadata", "[1]", routes=FakePlatform().routes)
    assert (outcome.code, outcome.stdout, outcome.requests) == (2, "", [])
    first, *problems = outcome.stderr.splitlines()
    assert first == "Error: Nothing was submitted:"
    assert [problem.removeprefix("  - ").removeprefix(str(tmp_path)) for problem in problems] == [
        "/gone.png does not exist. Check the name.",
        " is a folder. Give the files in it.",
        (
            "Two files have the name one.png, which is the external id of the item. Rename one, or describe "
            "the items with --items."
        ),
        "/items.json: Expected `str`, got `int` - at `$[1].external_id`.",
        "/items.json: Object missing required field `input_artifacts` - at `$[2]`.",
        "/items.json: Expected `object`, got `int` - at `$[3]`.",
        (
            "--metadata must be a JSON object, or @ and the name of a file with one: Expected `object`, got "
            "`array`."
        ),
    ]


def test_a_tiff_with_several_images_is_refused(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "stack.tif"
    path.write_bytes(tiff(page(80, 60), page(80, 60)))
    outcome = seawall(*SUBMIT, path, routes=FakePlatform().routes)
    assert (outcome.code, outcome.requests) == (2, [])
    assert "stack.tif has 2 pages (80 x 60, 80 x 60) that are different images" in outcome.stderr


def test_the_name_the_content_and_the_pages_of_files_are_checked_together(
    seawall: Seawall, tmp_path: Path, image: Path
) -> None:
    files = {"a.txt": PNG, "x.png": b"random", "y.jpg": PNG, "z.tiff": tiff(page(8, 6), page(8, 6))}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    outcome = seawall(
        *SUBMIT, image, *(tmp_path / name for name in [*files, "nope.png"]), routes=FakePlatform().routes
    )
    assert (outcome.code, outcome.requests) == (2, [])
    problems = [line.removeprefix(f"  - {tmp_path}/") for line in outcome.stderr.splitlines()[1:]]
    begins = (
        "a.txt has none of the suffixes",
        "x.png does not begin as image/png does",
        "y.jpg does not begin as image/jpeg does",
        "z.tiff has 2 pages (8 x 6, 8 x 6) that are different images",
        "nope.png does not exist",
    )
    assert len(problems) == len(begins)
    assert all(map(str.startswith, problems, begins)), problems


def test_all_urls_without_the_required_metadata_are_told_at_once(seawall: Seawall) -> None:
    urls = [f"https://files.test/{name}.png" for name in "abc"]
    outcome = seawall(*SUBMIT, *urls, routes=FakePlatform().routes)
    assert [line.split(":")[0] for line in outcome.stderr.splitlines()[1:]] == [
        "  - a.png",
        "  - b.png",
        "  - c.png",
    ]


def test_a_url_needs_a_schema_without_required_metadata(seawall: Seawall) -> None:
    outcome = seawall(*SUBMIT, "https://files.test/a/one.png?sig=hush", routes=FakePlatform().routes)
    assert (outcome.code, outcome.requests) == (2, [VERSION])
    assert (
        "one.png: the input image requires the metadata checksum_base64_crc32c, media_type" in outcome.stderr
    )
    platform = FakePlatform(schema={"type": "object"})
    outcome = seawall(*SUBMIT, "https://files.test/a/one.png?sig=hush", routes=platform.routes)
    assert outcome.code == 0
    assert "hush" not in outcome.stderr + outcome.stdout
    assert platform.bodies[0]["items"] == [
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
    platform = FakePlatform()
    assert seawall(*SUBMIT, "--items", path, routes=platform.routes).code == 0
    assert platform.bodies[0]["items"] == [ITEM]


class Stdin(io.TextIOWrapper):
    """A stdin with given content."""

    def __init__(self, content: str) -> None:
        super().__init__(io.BytesIO(content.encode()), encoding="utf-8")


def test_items_and_metadata_from_stdin(
    seawall: Seawall, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = FakePlatform()
    monkeypatch.setattr(sys, "stdin", Stdin(json.dumps([ITEM])))
    assert seawall(*SUBMIT, "--items", "-", routes=platform.routes).code == 0
    monkeypatch.setattr(sys, "stdin", Stdin('{"study": 9}'))
    assert seawall(*SUBMIT, image, "--metadata", "@-", routes=platform.routes).code == 0
    assert platform.bodies[0]["items"] == [ITEM]
    assert platform.bodies[1]["custom_metadata"] == {"study": 9}
    monkeypatch.setattr(sys, "stdin", Stdin("[7]"))
    outcome = seawall(*SUBMIT, "--items", "-", routes=platform.routes)
    assert (outcome.code, outcome.stderr) == (
        2,
        "Error: stdin: Expected `object`, got `int` - at `$[0]`. Nothing was sent.\n",
    )
    outcome = seawall(*SUBMIT, "--items", "-", "--metadata", "@-", routes=platform.routes)
    assert (outcome.code, "can not both read stdin" in outcome.stderr) == (2, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[{", "is not valid JSON"),
        ("{}", "Expected `array`, got `object`"),
        ("[{}]", "missing required field `external_id` - at `$[0]`"),
        (json.dumps([{**ITEM, "external_id": 7}]), "Expected `str`, got `int` - at `$[0].external_id`"),
        (json.dumps([{**ITEM, "exernal_id": "x"}]), "unknown field `exernal_id` - at `$[0]`"),
        (
            json.dumps([{**ITEM, "input_artifacts": [{"name": "image", "metadata": {}}]}]),
            "missing required field `download_url` - at `$[0].input_artifacts[0]`",
        ),
        ("[]", "nothing to submit: {path} is a list without items. Describe one, or give files.\n"),
    ],
)
def test_an_invalid_items_file(seawall: Seawall, tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "items.json"
    path.write_text(text)
    outcome = seawall(*SUBMIT, "--items", path, routes=FakePlatform().routes)
    assert (outcome.code, outcome.stdout, outcome.requests) == (2, "", [])
    assert words.replace("{path}", str(path)) in outcome.stderr


def test_a_file_in_place_of_the_application_is_told(
    seawall: Seawall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one").touch()
    for name in (str(image), "gone/one.png", "one"):
        outcome = seawall("platform", "run", "submit", name, routes=FakePlatform().routes)
        assert (outcome.code, outcome.requests) == (2, [])
        assert (
            f"{name} is read as the id of the application, which comes before the files. " in outcome.stderr
        )
        assert outcome.stderr.endswith(" application list\n")


def test_items_that_violate_the_schema(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    artifact = {"name": "image", "download_url": "https://files.test/1", "metadata": {"mpp": 11}}
    path.write_text(json.dumps([{**ITEM, "input_artifacts": [artifact]}]))
    outcome = seawall(*SUBMIT, "--items", path, routes=FakePlatform().routes)
    assert (outcome.code, set(outcome.requests)) == (2, {VERSION})
    assert "item 'one': artifact 'image': metadata.mpp must be at most 10" in outcome.stderr


def test_many_problems_are_listed_line_by_line(seawall: Seawall, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps([{"external_id": f"item {n}", "input_artifacts": []} for n in range(25)]))
    outcome = seawall(*SUBMIT, "--items", path, routes=FakePlatform().routes)
    lines = outcome.stderr.splitlines()
    assert (outcome.code, lines[0]) == (2, "Error: Nothing was submitted:")
    assert lines[1] == "  - item 'item 0': artifact 'image' is given 0 times; it is required once"
    assert lines[-1] == "  - and 5 more"


@pytest.mark.parametrize("metadata", ["[1]", "seven", "@gone.json"])
def test_metadata_that_is_not_an_object(seawall: Seawall, image: Path, metadata: str) -> None:
    outcome = seawall(*SUBMIT, image, "--metadata", metadata, routes=FakePlatform().routes)
    assert (outcome.code, outcome.requests) == (2, [])


def test_metadata_from_a_file(seawall: Seawall, image: Path, tmp_path: Path) -> None:
    path = tmp_path / "metadata.json"
    path.write_text('{"study": 8}')
    platform = FakePlatform()
    assert seawall(*SUBMIT, image, "--metadata", f"@{path}", routes=platform.routes).code == 0
    assert platform.bodies[0]["custom_metadata"] == {"study": 8}


def test_a_version_with_two_inputs_accepts_no_files(seawall: Seawall, image: Path) -> None:
    platform = FakePlatform()
    spec = {"name": "mask", "mime_type": "image/png", "metadata_schema": {}}
    described = version()
    inputs = described["input_artifacts"]
    assert isinstance(inputs, list)
    platform.routes[VERSION] = reply({**described, "input_artifacts": [*inputs, spec]})
    outcome = seawall(*SUBMIT, image, routes=platform.routes)
    assert (outcome.code, outcome.requests) == (2, [VERSION])
    assert "has 2 inputs per item" in outcome.stderr


def test_a_due_date_and_a_deadline(seawall: Seawall, image: Path) -> None:
    platform = FakePlatform()
    times = ("--due-date", "2099-01-30", "--deadline", "2099-01-31T12:00:00+01:00")
    assert seawall(*SUBMIT, image, *times, routes=platform.routes).code == 0
    assert platform.bodies[0]["scheduling"] == {
        "due_date": "2099-01-30T00:00:00Z",
        "deadline": "2099-01-31T12:00:00+01:00",
    }


@pytest.mark.parametrize("option", ["--due-date", "--deadline"])
def test_a_time_that_has_passed_is_refused(seawall: Seawall, image: Path, option: str) -> None:
    platform = FakePlatform()
    outcome = seawall(*SUBMIT, image, option, "2001-01-31", routes=platform.routes)
    assert (outcome.code, platform.bodies) == (2, [])
    assert "is 2001-01-31T00:00:00+00:00, which has passed. Give a time in the future." in outcome.stderr


@pytest.mark.parametrize("url", ["http://", "http:///a.png", "http://[::1/a.png", "http://a b/c.png"])
def test_a_url_that_can_not_be_one_is_refused(seawall: Seawall, url: str) -> None:
    outcome = seawall(*SUBMIT, url, routes=FakePlatform().routes)
    assert (outcome.code, outcome.requests) == (2, [])
    assert "Error: A URL " in outcome.stderr


def test_an_empty_version_is_not_the_latest(seawall: Seawall, image: Path) -> None:
    for command in (
        ("run", "submit", "image-qc", image),
        ("application", "describe", "image-qc"),
        ("application", "dump-schemata", "image-qc"),
        ("application", "version", "document", "list", "image-qc"),
    ):
        outcome = seawall("platform", *command, "--version", "", routes=FakePlatform().routes | APPLICATION)
        assert (outcome.code, "version is ''. Give a semantic version" in outcome.stderr) == (2, True), (
            command
        )


def test_metadata_that_is_nested_too_deeply(seawall: Seawall, image: Path, tmp_path: Path) -> None:
    deep = tmp_path / "deep.json"
    for option, given, content in (
        ("--metadata", f"@{deep}", '{"a":' * 3000),
        ("--items", str(deep), f"[{json.dumps(ITEM)[:-1]}, " + '"custom_metadata": {"a":' + '{"a":' * 3000),
    ):
        deep.write_text(content)
        outcome = seawall(*SUBMIT, image, option, given, routes=FakePlatform().routes)
        assert (outcome.code, "bug" in outcome.stderr) == (2, False), outcome.stderr
    deep.write_text('{"a":' * 3000 + "1" + "}" * 3000)
    outcome = seawall(*SUBMIT, image, "--metadata", f"@{deep}", routes=FakePlatform().routes)
    assert (outcome.code, "it is nested too deeply" in outcome.stderr) == (2, True)


def test_ctrl_c_while_submitting_warns_of_a_second_run(seawall: Seawall, image: Path) -> None:
    def pressed(_: object) -> object:
        raise KeyboardInterrupt

    platform = FakePlatform()
    platform.routes["POST /api/v1/runs"] = pressed
    outcome = seawall(*SUBMIT, image, routes=platform.routes)
    assert outcome.code == 130
    assert (
        "The run may exist. To check before you submit again: "
        "seawall platform run list --application image-qc --mine" in outcome.stderr
    )
