"""Generated clients are found below a folder, by marker or by their modules."""

from pathlib import Path

import pytest

from seawall.codegen.errors import SettingsError
from seawall.codegen.layer.client_search import client_files, find_clients

MARKER = '# DO NOT EDIT. Generated from openapi.json by "seawall generate shop".\n'
STOCK = {
    "__init__.py": "",
    "client.py": "class AuthenticatedClient: ...",
    "types.py": "",
    "api/__init__.py": "",
    "models/__init__.py": "",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_both_styles_are_found(tmp_path: Path) -> None:
    write(tmp_path / "src/shop/_generated", {"__init__.py": MARKER, "calls.py": ""})
    write(tmp_path / "src/depot/_generated", {"__init__.py": MARKER, "calls/__init__.py": ""})
    write(tmp_path / "vendor/pet_client", STOCK)
    found = [path.relative_to(tmp_path).as_posix() for path in find_clients(tmp_path)]
    assert found == ["src/depot/_generated", "src/shop/_generated", "vendor/pet_client"]


@pytest.mark.parametrize(
    ("folder", "files"),
    [
        ("hand_written", {"__init__.py": "", "calls.py": ""}),
        ("no_package", {"calls.py": MARKER}),
        (".venv/lib/pet_client", STOCK),
        ("lib/site-packages/pet_client", STOCK),
        ("api_app", {**STOCK, "client.py": "class Client: ..."}),
    ],
)
def test_others_are_not(tmp_path: Path, folder: str, files: dict[str, str]) -> None:
    write(tmp_path / folder, files)
    assert find_clients(tmp_path) == ()


def test_the_root_itself_may_be_a_client(tmp_path: Path) -> None:
    write(tmp_path, STOCK)
    assert find_clients(tmp_path) == (tmp_path,)
    assert sorted(client_files(tmp_path)) == sorted(STOCK)


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "calls.py").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="can not be read as UTF-8 text"):
        client_files(tmp_path)
