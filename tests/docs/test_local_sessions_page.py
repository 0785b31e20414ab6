"""The tables and the faults of docs/local-sessions.md match the local sessions server."""

import json
import re

import attrs
import pytest

from tests.contract.source import ROOT

# The first import of the server takes a second.
pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "local-sessions.md").read_text(encoding="utf-8")


def test_the_tables_have_every_setting_with_its_default() -> None:
    from seawall.local.sessions import ExecutionLimits, IdentitySettings, SessionsSettings

    tables = re.findall(r"\| setting \| default \| meaning \|\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE)
    # A default that is more than a word is described, or is empty.
    is_word = re.compile(r"[\w.]+")
    classes: list[type[attrs.AttrsInstance]] = [SessionsSettings, IdentitySettings, ExecutionLimits]
    for table, of in zip(tables, classes, strict=True):
        rows = [[cell.strip(" `") for cell in row.split("|")[1:3]] for row in table.splitlines()]
        assert [name for name, _ in rows] == sorted([name for name, _ in rows], key=list(names(of)).index)
        assert {name for name, _ in rows} == set(names(of))
        for name, default in rows:
            shown = names(of)[name]
            assert default == shown or (not is_word.fullmatch(shown)), name


def names(of: type[attrs.AttrsInstance]) -> dict[str, str]:
    """The fields of a class with their defaults as text: plain numbers, lower-case words."""
    return {each.name: text(each.default) for each in attrs.fields(of)}


def text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return "()" if value in {None, attrs.NOTHING} else str(value)


def test_the_faults_of_the_page_are_those_of_the_server() -> None:
    from seawall.local.sessions.instance.faults import Switches

    [shown] = re.findall(r"^```json\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert Switches.model_validate_json(shown).busy == 3
    assert set(json.loads(shown)) == set(Switches.model_fields)
