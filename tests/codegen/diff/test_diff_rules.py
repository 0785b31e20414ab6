"""The rules of the diff: each found in a small pair of specs, complete, and documented."""

import re

from seawall.codegen.diff.rules import RULES
from tests.codegen.diff.pairs import ROWS, diff_of, found
from tests.contract.source import ROOT
from tests.rows import row


def test_each_rule_is_found_with_its_level_and_direction() -> None:
    for rule, level, direction, old, new in ROWS:
        with row(rule, level, direction):
            diff = diff_of(old, new)
            change = found(diff, rule)
            assert change is not None, [each.words for each in diff.changes]
            assert (change.level, change.direction) == (level, direction)


# Needs a schema beside two dozen others; a test of its own.
ELSEWHERE = {"not-compared"}


def test_the_table_has_a_row_for_each_rule() -> None:
    assert {rule for rule, *_ in ROWS} | ELSEWHERE == RULES.keys()


def test_a_spec_has_no_changes_from_itself() -> None:
    for rule, _, _, old, new in ROWS:
        with row(rule):
            assert diff_of(old, old).changes == diff_of(new, new).changes == ()


def test_an_explanation_is_one_sentence() -> None:
    assert [rule.id for rule in RULES.values() if not re.fullmatch(r"[A-Z`].*[^.]\.", rule.explanation)] == []


def test_the_page_lists_the_rules_as_the_table_does() -> None:
    page = (ROOT / "docs" / "diff-rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\w+) \| (\w+) \| (.*) \|$", page, flags=re.MULTILINE)
    rules = [(rule.id, rule.request, rule.response, rule.explanation) for rule in RULES.values()]
    assert rows == rules


# Pairs of rules: what one finds between old and new, the other finds between new and old.
OPPOSITES = (
    ("operation-added", "operation-removed"),
    ("operation-deprecated", "operation-undeprecated"),
    ("optional-parameter-added", "parameter-removed"),
    ("parameter-became-required", "parameter-became-optional"),
    ("parameter-deprecated", "parameter-undeprecated"),
    ("optional-body-added", "body-removed"),
    ("body-became-required", "body-became-optional"),
    ("media-type-added", "media-type-removed"),
    ("streaming-added", "streaming-removed"),
    ("success-status-added", "success-status-removed"),
    ("error-status-added", "error-status-removed"),
    ("header-added", "optional-header-removed"),
    ("header-became-required", "header-became-optional"),
    ("security-added", "security-removed"),
    ("security-alternative-added", "security-alternative-removed"),
    ("security-scope-added", "security-scope-removed"),
    ("server-added", "server-removed"),
    ("type-widened", "type-narrowed"),
    ("became-nullable", "became-not-nullable"),
    ("format-widened", "format-narrowed"),
    ("enum-value-added", "enum-value-removed"),
    ("became-enum", "became-not-enum"),
    ("bound-added", "bound-removed"),
    ("bound-tightened", "bound-loosened"),
    ("pattern-added", "pattern-removed"),
    ("unique-items-added", "unique-items-removed"),
    ("default-added", "default-removed"),
    ("optional-property-added", "optional-property-removed"),
    ("property-became-required", "property-became-optional"),
    ("deprecated", "undeprecated"),
    ("additional-properties-forbidden", "additional-properties-allowed"),
    ("union-member-added", "union-member-removed"),
    ("union-became-exclusive", "union-became-inclusive"),
    ("discriminator-added", "discriminator-removed"),
    ("discriminator-value-added", "discriminator-value-removed"),
    ("schema-added", "schema-removed"),
)


def test_a_part_that_is_added_one_way_is_removed_the_other_way() -> None:
    opposites = dict(OPPOSITES) | {second: first for first, second in OPPOSITES}
    for rule, _, _, old, new in ROWS:
        if rule in opposites:
            with row(rule):
                back = diff_of(new, old)
                assert found(back, opposites[rule]) is not None, [each.rule for each in back.changes]
