"""The plan of a bump: what it reads, what it would write."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.bump.inputs import read_bump
from seawall.codegen.bump.journal import apply_changes
from seawall.codegen.bump.plan import BumpPlan, plan_bump
from seawall.codegen.errors import SettingsError, SpecError
from seawall.codegen.step import Step
from tests.codegen.bump.projects import commit, project, settings, spec, tree, write
from tests.codegen.generating import config as package_settings

TODAY = date(2026, 1, 2)
NOTE = {"type": "string"}


def plan(folder: Path, **more: Any) -> BumpPlan:
    return plan_bump(read_bump(settings(folder), **more), today=TODAY)


def applied(folder: Path, **more: Any) -> BumpPlan:
    found = plan(folder, **more)
    apply_changes(folder.resolve(), found.changes)
    return found


def new_spec(folder: Path, **more: Any) -> str:
    path = folder.parent / f"{folder.name}-new.json"
    path.write_bytes(spec(version="1.7.0", **more))
    return str(path)


def changed(found: BumpPlan) -> list[str]:
    return sorted(change.path for change in found.changes if change.before != change.after)


def test_a_bump_to_the_same_spec_changes_nothing_but_the_surface(tmp_path: Path) -> None:
    project(tmp_path)
    found = plan(tmp_path)
    assert found.report.advice.step is Step.NONE
    assert not found.report.needs_decision
    assert set(changed(found)) <= {"codegen/shop.surface.json"}


def test_a_spec_from_elsewhere_is_written_with_client_version_changelog_and_history(tmp_path: Path) -> None:
    project(tmp_path)
    to = new_spec(tmp_path, note=NOTE)
    found = applied(tmp_path, new=to)
    assert [change.rule for change in found.report.diff.changes] == ["optional-property-added"]
    files = tree(tmp_path)
    assert files["openapi.json"] == Path(to).read_bytes()
    assert b"note: str" in files["shop/_generated/models/order.py"]
    assert files["shop/_version.py"] == b'__version__ = "1.4.3"\n__api_version__ = "1.7.0"\n'
    assert files["shop/CHANGELOG.md"].startswith(b"# Changelog of the shop SDK\n\n## 1.4.3\n\nFor API 1.7.0;")
    entry = json.loads(files["codegen/history/shop.json"])["bumps"][0]
    assert (entry["date"], entry["api_from"], entry["sdk_to"]) == ("2026-01-02", "1.6.0", "1.4.3")


def test_the_same_bump_again_changes_nothing(tmp_path: Path) -> None:
    project(tmp_path)
    applied(tmp_path, new=new_spec(tmp_path, note=NOTE))
    again = plan(tmp_path)
    assert changed(again) == []
    assert again.report.advice.next_version == "1.4.3"


def test_without_a_repository_the_same_bump_again_changes_nothing(tmp_path: Path) -> None:
    project(tmp_path, is_committed=False)
    old = tmp_path.parent / f"{tmp_path.name}-old.json"
    old.write_bytes(spec())
    applied(tmp_path, new=new_spec(tmp_path, note=NOTE))
    assert changed(plan(tmp_path, old=str(old))) == []


def test_a_spec_that_was_replaced_in_the_project_is_the_new_one(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "openapi.json").write_bytes(spec(version="1.7.0", note=NOTE))
    found = plan(tmp_path)
    assert (found.report.diff.old_version, found.report.diff.new_version) == ("1.6.0", "1.7.0")
    assert "openapi.json" not in changed(found)
    assert "shop/_generated/models/order.py" in changed(found)


def test_the_next_bump_starts_at_the_committed_version(tmp_path: Path) -> None:
    project(tmp_path)
    applied(tmp_path, new=new_spec(tmp_path, note=NOTE))
    commit(tmp_path)
    found = plan(tmp_path, new=new_spec(tmp_path, note=NOTE, more=NOTE))
    assert (found.report.advice.version, found.report.advice.next_version) == ("1.4.3", "1.4.4")


def test_a_model_that_is_gone_is_deleted(tmp_path: Path) -> None:
    project(tmp_path)
    document = json.loads(spec(version="2"))
    document["components"]["schemas"] = {"Sale": document["components"]["schemas"]["Order"]}
    text = json.dumps(document).replace("schemas/Order", "schemas/Sale")
    write(tmp_path, {"openapi.json": text})
    found = applied(tmp_path)
    assert "shop/_generated/models/order.py" not in tree(tmp_path)
    assert "shop/_generated/models/sale.py" in tree(tmp_path)
    assert changed(found) != []


def test_a_yaml_spec_becomes_json_if_the_project_has_json(tmp_path: Path) -> None:
    project(tmp_path)
    to = tmp_path.parent / f"{tmp_path.name}-new.yaml"
    to.write_text("# comment\n" + spec(version="1.7.0").decode())
    applied(tmp_path, new=str(to))
    assert json.loads((tmp_path / "openapi.json").read_bytes())["info"]["version"] == "1.7.0"


def test_an_action_that_does_not_fit_the_old_spec_is_left_out_with_a_note(tmp_path: Path) -> None:
    project(tmp_path)
    overlay = {
        "overlay": "1.0.0",
        "actions": [
            {
                "target": "$.components.schemas.Order.properties.note",
                "description": "it is a date",
                "update": {"format": "date"},
            }
        ],
    }
    toml = (tmp_path / "codegen/seawall.toml").read_text()
    write(
        tmp_path,
        {
            "codegen/fix.json": json.dumps(overlay),
            "codegen/seawall.toml": f'{toml}overlays = ["fix.json"]\n',
            "openapi.json": spec(version="1.7.0", note=NOTE).decode(),
        },
    )
    found = plan(tmp_path)
    assert any("Not applied to the old spec" in note for note in found.report.notes)
    assert [change.rule for change in found.report.diff.changes] == ["optional-property-added"]


def test_a_split_spec_from_elsewhere_must_be_copied(tmp_path: Path) -> None:
    project(tmp_path)
    folder = tmp_path.parent / f"{tmp_path.name}-split"
    schema = '{"type": "object"}'
    root = spec(version="2").decode().replace("#/components/schemas/Order", "order.json")
    write(folder, {"api.json": root, "order.json": schema})
    with pytest.raises(SpecError, match="split over 2 documents"):
        plan(tmp_path, new=str(folder / "api.json"))


def test_a_project_without_an_old_spec_says_how_to_give_it(tmp_path: Path) -> None:
    project(tmp_path, is_committed=False)
    with pytest.raises(SpecError, match=r"no old spec.*Give it with --from"):
        plan(tmp_path)


def test_a_path_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    project(inner)
    write(
        inner,
        {"codegen/seawall.toml": '[sdk.shop]\nspec = "../openapi.json"\noutput = "../../x/_generated"\n'},
    )
    with pytest.raises(SettingsError, match="outside of the project"):
        plan(inner)


def test_a_package_without_a_layer_has_no_findings(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "openapi.json": spec().decode()})
    found = plan_bump(read_bump(package_settings(tmp_path), new=new_spec(tmp_path, note=NOTE)), today=TODAY)
    assert not found.report.has_layer
    assert found.report.impact.findings == ()
    assert (found.report.advice.step, found.report.advice.next_version) == (Step.MINOR, "")
    assert "demo/_generated/calls.py" in changed(found)


def test_a_property_that_is_spelt_in_another_way_keeps_its_field(tmp_path: Path) -> None:
    project(tmp_path)
    applied(tmp_path, new=new_spec(tmp_path, note_text=NOTE))
    commit(tmp_path)
    found = applied(tmp_path, new=new_spec(tmp_path, noteText=NOTE))
    assert [change.rule for change in found.report.diff.changes] == ["property-renamed"]
    # Its pin was moved, so none is dead.
    assert found.report.impact.findings == ()
    names = json.loads((tmp_path / "codegen/names/shop.json").read_bytes())
    assert names["fields"]["Order"]["noteText"] == "note_text"
    assert changed(plan(tmp_path)) == []


def test_a_package_without_a_layer_needs_a_decision_if_its_users_break(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "openapi.json": spec().decode()})
    new = json.loads(spec(version="1.7.0"))
    [path] = new["paths"].values()
    new["paths"] = {"/orders": {"get": {**path["get"], "operationId": "list_orders", "parameters": []}}}
    target = tmp_path.parent / f"{tmp_path.name}-new.json"
    target.write_text(json.dumps(new))
    report = plan_bump(read_bump(package_settings(tmp_path), new=str(target)), today=TODAY).report
    assert report.advice.step is Step.MAJOR
    words = [line.words for line in report.surface]
    assert words == ["The function get_order is gone.", "The function list_orders is new."]
    assert report.decisions == (
        "1 change of the API breaks users of the client",
        "1 change of the surface is incompatible",
    )
    assert "### Changed incompatibly\n\n- The function get\\_order is gone." in report.changelog


def test_a_note_of_the_old_generation_is_not_repeated(tmp_path: Path) -> None:
    project(tmp_path)
    documents = [json.loads(spec(version=version)) for version in ("1.7.0", "1.8.0")]
    header = {"name": "Authorization", "in": "header", "schema": NOTE}
    for number, document in enumerate(documents):
        get = document["paths"]["/orders/{order_id}"]["get"]
        get["parameters"].append(header)
        if number:
            document["paths"]["/orders"] = {"get": {**get, "operationId": "more", "parameters": [header]}}
    write(tmp_path, {"openapi.json": json.dumps(documents[0])})
    applied(tmp_path)
    commit(tmp_path)
    write(tmp_path, {"openapi.json": json.dumps(documents[1])})
    (note,) = plan(tmp_path).report.notes
    assert note.startswith("#/paths/~1orders/get/parameters/0: ")
