"""The table of rules: complete, used and documented."""

import re

from seawall.codegen.doctor.rules import RULES
from tests.contract.source import ROOT, SOURCE

# The code chooses between these.
CHOSEN = {
    *("bundled-reference", "lifted-reference", "missing-operation-id", "duplicate-operation-id"),
    *("parameter-schema", "header-schema", "not-in-client", "changed-in-client"),
}


def test_every_rule_is_used_and_every_used_rule_is_in_the_table() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (SOURCE / "codegen" / "doctor").glob("**/*.py"))
    used = {
        rule
        for source in sources
        for rule in re.findall(r'\b(?:conversion|self)\.fix\(\s*"([a-z0-9-]+)"', source)
    }
    assert used | CHOSEN == RULES.keys()


def test_the_page_lists_the_rules_as_the_table_does() -> None:
    page = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (info|warning|error) \| (.*) \|$", page, flags=re.MULTILINE)
    assert rows == [(rule.id, rule.severity, rule.explanation) for rule in RULES.values()]


def test_an_explanation_is_one_sentence() -> None:
    assert [rule.id for rule in RULES.values() if not re.fullmatch(r"[A-Z`].*[^.]\.", rule.explanation)] == []
