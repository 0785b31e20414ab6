import random
import unicodedata

import pytest

from seawall.core.errors import InputError
from seawall.core.transfer.file_names import NamedFile, file_names, file_paths, suffix_for

RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}


def name_for(name: str, suffix: str = "") -> str:
    return file_names({name: suffix})[name]


def test_a_name_is_made_safe() -> None:
    rows: list[tuple[str, str]] = [
        ("slide-1_a.tiff", "slide-1_a.tiff"),
        ("Übersicht 日本", "Übersicht_日本"),
        ("a/b", "a_b"),
        ("a\\b", "a_b"),
        ("/etc/passwd", "_etc_passwd"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows", "C__Windows"),
        ('a:b*c?d"e<f>g|h', "a_b_c_d_e_f_g_h"),
        ("a\x00b\nc\x1bd", "a_b_c_d"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("a~1", "a_1"),
        ("\ud800", "_"),
        (".hidden", "hidden"),
        ("...", "unnamed"),
        ("..", "unnamed"),
        (".", "unnamed"),
        ("", "unnamed"),
        ("name.", "name"),
        ("con", "_con"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("aux.", "_aux"),
        ("com1.txt", "_com1.txt"),
        ("COM²", "_COM²"),
        ("console", "console"),
        ("e\u0301", "é"),
    ]
    for name, safe in rows:
        assert name_for(name) == safe, (name, safe)


def test_the_suffix_is_added_once() -> None:
    rows: list[tuple[str, str]] = [
        ("a", "a.csv"),
        ("a.csv", "a.csv"),
        ("a.CSV", "a.CSV"),
        ("con", "_con.csv"),
    ]
    for name, file_name in rows:
        assert name_for(name, ".csv") == file_name, (name, file_name)


def test_names_that_would_be_equal_get_a_digest() -> None:
    rows: list[list[str]] = [
        ["a", "A"],
        ["ß", "ss"],
        ["ß", "SS", "ss"],
        ["a/b", "a\\b", "a_b"],
        ["", ".", "..", "unnamed"],
        ["é", "e\u0301"],
        ["x" * 500, "x" * 501],
        ["é" * 200, "é" * 201],
        ["\ud800", "\udfff"],
        # The form with a digest of another name, given as a name.
        ["a", "A", "a~ca978112ca1bbdca", "a_ca978112ca1bbdca", "a-ca978112ca1bbdca"],
    ]
    for names in rows:
        found = list(file_names(dict.fromkeys(names, "")).values())
        assert len({name.casefold() for name in found}) == len(names), names


def test_a_suffix_makes_no_two_names_equal() -> None:
    assert len(set(file_names(dict.fromkeys(["x", "x.csv", "X.CSV"], ".csv")).values())) == 3


def test_a_name_does_not_depend_on_the_order_of_its_neighbours() -> None:
    names = ["a", "A", "b", "..", "x" * 300]
    assert file_names(dict.fromkeys(names, "")) == file_names(dict.fromkeys(reversed(names), ""))


def test_a_very_long_name_fits_every_file_system() -> None:
    name = name_for("é" * 5000, ".parquet")
    assert len(f".{name}.part".encode()) <= 255
    assert name.endswith(".parquet")


def hostile(seed: int) -> list[str]:
    """Make names of parts that are known to cause trouble."""
    dice = random.Random(seed)
    pieces = [
        "/",
        "\\",
        ".",
        "..",
        "con",
        "NUL",
        "a",
        "A",
        "ß",
        "é",
        "e\u0301",
        "\x00",
        "~",
        "\ud800",
        " ",
        ":",
    ]
    return ["".join(dice.choices(pieces, k=dice.randint(0, 6))) for _ in range(60)]


@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_hostile_names_stay_in_their_folder_and_differ(suffix: str) -> None:
    for seed in range(30):
        check_hostile_names(seed, suffix)


def check_hostile_names(seed: int, suffix: str) -> None:
    names = hostile(seed)
    files = file_names(dict.fromkeys(names, suffix))
    assert set(files) == set(names)
    for file in files.values():
        assert not set(file) & set('/\\:*?"<>|\x00\n ')
        assert not file.startswith(".")
        assert not file.endswith(".")
        assert file.partition(".")[0].casefold() not in RESERVED
        assert file == unicodedata.normalize("NFC", file)
        assert 0 < len(file.encode()) < 200
    assert len({file.casefold() for file in files.values()}) == len(files)


def test_the_suffix_of_a_media_type() -> None:
    rows: list[tuple[object, str]] = [
        ("text/csv", ".csv"),
        ("Text/CSV; charset=utf-8", ".csv"),
        ("application/geo+json", ".geojson"),
        ("application/octet-stream", ""),
        ("../../x", ""),
        ("", ""),
        (None, ""),
        (5, ""),
    ]
    for media_type, suffix in rows:
        assert suffix_for(media_type) == suffix, (media_type, suffix)


def named(*files: tuple[str | None, str, str], media_type: str | None = None) -> list[tuple[str, ...]]:
    """Return the paths of files, each given by its folder, name and id."""
    return file_paths(
        [NamedFile(folder=folder, name=name, id=id_, media_type=media_type) for folder, name, id_ in files]
    )


def test_a_path_has_the_folder_and_the_suffix_of_the_media_type() -> None:
    paths = named(("one", "a:b", "1"), ("two/..", "a:b", "2"), media_type="text/csv")
    assert paths == [("one", "a_b.csv"), ("two_", "a_b.csv")]


def test_files_without_a_folder() -> None:
    assert named((None, "a", "1"), (None, "b", "2")) == [("a",), ("b",)]
    assert named() == []


def test_a_folder_may_have_any_name() -> None:
    assert named(("", "a", "1"), ("..", "a", "2"))[0][1] == "a"
    assert (
        len({folder.casefold() for folder, _ in named(*((f, "a", "1") for f in ("", ".", "..", "A", "a")))})
        == 5
    )


def test_a_nul_in_a_name_makes_no_two_paths_equal() -> None:
    paths = named((None, "a\x001", "9"), (None, "a", "1"), (None, "a", "2"), (None, "a\0", "3"))
    assert len(set(paths)) == 4


def test_a_file_that_is_given_twice_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"^Two files have the same folder, name and id\. Give each file once"
    ):
        named(("a", "b", "1"), ("a", "b", "1"))
    assert len(set(named(("a", "b", "1"), ("c", "b", "1")))) == 2


def test_files_with_and_without_a_folder_are_refused() -> None:
    with pytest.raises(InputError, match="Give all of them a folder, or none"):
        named((None, "a", "1"), ("a", "b", "2"))


def test_no_two_paths_are_equal() -> None:
    rows: list[list[tuple[str, str, str]]] = [
        [("x", "a", "1"), ("x", "a", "2")],
        [("x", "a", "1"), ("x", "a", "2"), ("x", "A", "3"), ("x", "a 1", "4"), ("x", "a_1", "5")],
        [("x", "a/b", "1"), ("x", "a:b", "2"), ("x", "a_b", "3")],
        [("x", "a", "1"), ("x", "a", "2"), ("X", "a", "1"), ("X", "a", "2")],
    ]
    for files in rows:
        paths = named(*files)
        assert len({"/".join(path).casefold() for path in paths}) == len(files), files


def test_a_path_does_not_depend_on_the_order() -> None:
    files = [("x", "a", "1"), ("x", "a", "2"), ("y", "a", "3")]
    assert named(*files) == named(*reversed(files))[::-1]
