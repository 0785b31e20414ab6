"""The agents SDK stands on our own document; the newest real one has the same API under other names."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from seawall.codegen.api.model import Api
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.folder import FolderImpact, folder_impact
from tests.codegen.generating import SPECS

# Two documents and the whole layer.
pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[3]
_OWN = _ROOT / "codegen" / "specs" / "agents.json"
_REAL = SPECS / "codegen-sh" / "08_1.0.0_2025-10-07.json"
_LAYER = _ROOT / "src" / "seawall" / "sdks" / "agents"
# Of later versions of the API.
LATER = {
    "GET /v1/organizations/{org_id}/models",
    *(f"{method} /v1/organizations/{{org_id}}/webhooks/agent-run" for method in ("GET", "POST", "DELETE")),
    "POST /v1/organizations/{org_id}/webhooks/agent-run/test",
}


@pytest.fixture(scope="module")
def specs() -> Mapping[str, EffectiveSpec]:
    if not _REAL.exists():
        pytest.skip(f"the real specs are not at {SPECS}")
    return {"own": effective_spec(fetch(str(_OWN))), "real": effective_spec(fetch(str(_REAL)))}


@pytest.fixture(scope="module")
def found(specs: Mapping[str, EffectiveSpec]) -> FolderImpact:
    return folder_impact(specs["own"], specs["real"], _LAYER, client_folder=_LAYER / "_generated")


def names(api: Api) -> dict[str, str]:
    """The operation ids by method and path."""
    return {each.key: each.operation_id for each in api.operations}


def broken(found: FolderImpact, rule: str) -> list[Finding]:
    return [
        one
        for one in found.impact.findings
        if one.effect is Effect.BREAKS and one.change is not None and one.change.rule == rule
    ]


def test_operations_are_paired_by_path_although_no_id_is_the_same(
    specs: Mapping[str, EffectiveSpec], found: FolderImpact
) -> None:
    own, real = (names(specs[each].api) for each in ("own", "real"))
    assert [path for path in real if own[path] == real[path]] == []
    gone = {each.place for each in found.diff.changes if each.rule == "operation-removed"}
    assert gone == own.keys() - real.keys() == LATER
    assert not [each for each in found.diff.changes if each.rule == "operation-added"]


def test_every_call_of_a_removed_operation_is_named_with_its_public_functions(found: FolderImpact) -> None:
    uses = [one for one in broken(found, "operation-removed") if one.place is not None]
    called = {one.part.owner for one in uses if one.part is not None}
    assert called <= LATER
    assert all(one.public for one in uses)


def test_removed_fields_are_named_where_the_layer_reads_or_sets_them(found: FolderImpact) -> None:
    fields = {
        f"{one.part.owner}.{one.part.name}"
        for one in broken(found, "optional-property-removed")
        if one.part is not None
    }
    assert fields >= {
        "CreateAgentRunInput.webhooks",
        "GithubPullRequestResponse.number",
        "GithubPullRequestResponse.state",
        "ResumeAgentRunInput.model",
        "ResumeAgentRunInput.webhooks",
    }


def test_a_schema_that_changes_in_one_operation_reaches_the_calls_of_that_operation(
    found: FolderImpact,
) -> None:
    wrong = [
        (one.change.words, one.change.operations, one.part.owner)
        for one in found.impact.findings
        if one.change is not None
        and one.change.operations
        and one.part is not None
        and one.part.kind == "operation"
        and one.part.owner not in one.change.operations
    ]
    assert wrong == []


def test_the_renamed_enum_is_one_edit(found: FolderImpact) -> None:
    edits = {(one.edit.old, one.edit.new) for one in broken(found, "schema-renamed") if one.edit is not None}
    assert ("SourceType", "ApiAgentRunSourceType") in edits
