"""The table of presets in docs/settings.md matches the presets."""

import pytest

from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import SettingSources
from seawall.sdks.platform.settings import Settings
from tests.contract.source import ROOT

LINES = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in LINES if line.startswith("|")]
# The rows of presets: those as wide as the first table, whose head names them.
ROWS = [row for row in ROWS if len(row) == len(ROWS[0])]
HEAD, BODY = ROWS[0], ROWS[2:]


@pytest.mark.parametrize("column", range(1, 6))
def test_the_table_matches_the_presets(column: int) -> None:
    name = HEAD[column]
    given = {"base_url": "http://platform.test", "preset": None if name == "default" else name}
    settings = resolve(Settings, given, SettingSources()).settings
    for row in BODY:
        value = getattr(settings, row[0])
        assert row[column] == ("no limit" if value is None else f"{value:g}"), row[0]


def test_the_table_lists_every_preset_and_setting() -> None:
    assert set(HEAD[2:]) == set(Settings.presets)
    assert {name for values in Settings.presets.values() for name in values} <= {row[0] for row in BODY}
