import sys
from pathlib import Path

import pytest

STUB = """
from json import loads as loads
from json.decoder import JSONDecoder as Reader
"""
PACKAGE = """
from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "lazy_example"
    folder.mkdir()
    (folder / "__init__.py").write_text(PACKAGE)
    (folder / "__init__.pyi").write_text(STUB)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, folder.name, raising=False)
    return folder.name


def test_a_name_is_imported_at_its_first_use(package: str) -> None:
    import json

    lazy = __import__(package)
    assert "loads" not in vars(lazy)
    assert lazy.loads is json.loads
    assert vars(lazy)["loads"] is json.loads


def test_a_name_may_have_a_public_alias(package: str) -> None:
    import json

    assert __import__(package).Reader is json.JSONDecoder


def test_all_names_are_listed(package: str) -> None:
    lazy = __import__(package)
    assert lazy.__all__ == ["Reader", "loads"]
    assert {"Reader", "loads"} <= set(dir(lazy))


def test_a_name_that_is_not_in_the_stub_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match=r"^module 'lazy_example' has no attribute 'nothing'$"):
        _ = __import__(package).nothing
