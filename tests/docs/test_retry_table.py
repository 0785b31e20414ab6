"""The table in docs/retries.md is what the code does."""

import re

import pytest

from seawall.core import errors
from seawall.core.answer import status_error
from seawall.core.errors import SeawallError
from seawall.core.message import Response
from seawall.core.retry import SAFE_METHODS, may_repeat
from tests.contract.source import ROOT

ROW = re.compile(r"^\| `?(\w+)`? \| (again|no) \| (again|no) \|$", flags=re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "retries.md").read_text(encoding="utf-8"))


def failure(name: str) -> SeawallError:
    if name.isdigit():
        return status_error("GET", "/", Response(int(name)))
    error = getattr(errors, name)("failed")
    assert isinstance(error, SeawallError)
    return error


@pytest.mark.parametrize(("name", "safe", "unsafe"), ROWS)
def test_the_table_is_what_the_code_does(name: str, safe: str, unsafe: str) -> None:
    for method in SAFE_METHODS:
        assert may_repeat(method, failure(name)) == (safe == "again")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert may_repeat(method, failure(name)) == (unsafe == "again")


def test_the_table_was_read() -> None:
    assert len(ROWS) >= 15
