"""The files of a layer, and the names of its modules."""

import os
from pathlib import Path

import pytest

from seawall.codegen.layer.layer_files import is_layer_file, layer_files, module_names
from seawall.codegen.layer.reading import read_layer
from tests.codegen.layer.pets import SEAWALL, STOCK, told

FILES = {
    "shop/pets.py": True,
    "shop/__init__.pyi": True,
    "shop/data.json": False,
    "tests/test_pets.py": False,
    "shop/test_pets.py": False,
    "shop/pets_test.py": False,
    "conftest.py": False,
    "setup.py": False,
    ".venv/lib/a.py": False,
    "venv/lib/a.py": False,
    "shop/contest.py": True,
    "shop/latest.py": True,
}


@pytest.mark.parametrize("path", FILES)
def test_a_file_of_the_layer(path: str) -> None:
    assert is_layer_file(path) is FILES[path]


def test_files_are_read_with_their_line_ends_and_encodings(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = 1\r\ny = 2\r\n")
    (tmp_path / "b.py").write_bytes("# coding: latin-1\nx = 'ü'\n".encode("latin-1"))
    (tmp_path / "c.py").write_bytes(b"\xef\xbb\xbfx = 1\n")
    (tmp_path / "d.py").write_bytes(b"x = '\xff'\n")
    found = layer_files(tmp_path)
    assert found["a.py"] == "x = 1\r\ny = 2\r\n"
    assert "ü" in found["b.py"]
    assert found["c.py"] == "\ufeffx = 1\n"
    assert read_layer(tmp_path, SEAWALL).unread == {}


def test_an_environment_and_links_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "pyvenv.cfg").write_text("")
    (tmp_path / "work" / "a.py").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "b.py").write_text("")
    assert list(layer_files(tmp_path)) == ["b.py"]


NAMES = {
    "flat": (["pets.py"], "", {"pets.py": "pets"}),
    "package": (["shop/__init__.py", "shop/pets.py"], "", {"shop/pets.py": "shop.pets"}),
    "source folder": (["src/shop/__init__.py", "src/shop/pets.py"], "", {"src/shop/pets.py": "shop.pets"}),
    "root is a package": (
        ["__init__.py", "pets.py"],
        "a.shop",
        {"pets.py": "a.shop.pets", "__init__.py": "a.shop"},
    ),
    "root is the client's parent": (["__init__.py", "pets.py"], "", {"pets.py": "shop.pets"}),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_module(name: str) -> None:
    paths, package, expected = NAMES[name]
    found = module_names(iter(paths), SEAWALL, package)
    assert {path: found[path] for path in expected} == expected


def test_the_client_and_the_tests_of_a_repository_are_no_part_of_its_layer(tmp_path: Path) -> None:
    sources = {
        "src/shop/__init__.py": "",
        "src/shop/pets.py": "from pet_client.models import Pet\ndef f(pet: Pet): return pet.name",
        "src/pet_client/__init__.py": "",
        "src/pet_client/models/__init__.py": "from .pet import Pet",
        "src/pet_client/models/pet.py": "class Pet: ...",
        "tests/test_pets.py": "from pet_client.models import Pet",
    }
    for path, text in sources.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = read_layer(tmp_path, STOCK)
    assert set(found.sources) == {"src/shop/__init__.py", "src/shop/pets.py"}
    assert {told(use) for use in found.uses} == {"name Pet", "read Pet.name"}
    assert {use.place.path for use in found.uses} == {"src/shop/pets.py"}


def test_names_that_a_package_imports_late_are_those_of_its_stub() -> None:
    sources = {
        "__init__.py": "from seawall.core import lazy_names as n\n__getattr__, _ = n.lazy_names(__name__)",
        "__init__.pyi": "from shop.low import made as made",
        "low.py": "from shop._generated.models import Pet\ndef made() -> Pet: ...",
        "high.py": "from shop import made\ndef f(): return made().name",
    }
    assert "read Pet.name" in {told(use) for use in read_layer(sources, SEAWALL).uses}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are files on POSIX systems only")
def test_a_named_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "shop.py").write_text("")
    assert list(layer_files(tmp_path)) == ["shop.py"]
