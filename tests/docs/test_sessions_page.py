"""The tables of docs/sessions.md match the code."""

import re

from seawall.runtime.identity.login_settings import SavedLoginSettings
from seawall.runtime.settings.fields import fields_of
from seawall.sdks import sessions
from seawall.sdks.sessions import Settings
from tests.contract.source import ROOT

PAGE = (ROOT / "docs" / "sessions.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_table_of_settings_has_those_that_other_sdks_have_not() -> None:
    written = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", section("Settings"), flags=re.MULTILINE)
    names = {name for kind in (Settings, SavedLoginSettings) for name in vars(kind)["__annotations__"]}
    own = [field for name, field in fields_of(Settings).items() if name in names]
    assert written == [
        (field.name, f"`{field.default}`" if field.default not in {None, ""} else "", field.description)
        for field in own
    ]


def test_the_table_of_errors_names_errors_of_the_sdk() -> None:
    named = re.findall(r"`(\w+Error)`", section("Errors and retries"))
    assert len(named) > 8
    assert [name for name in named if not hasattr(sessions, name)] == []
