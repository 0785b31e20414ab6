"""Single changes of the platform API reach the places of the platform SDK that they should, and no others."""

import json
from pathlib import Path

import pytest

import seawall
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.impact.finding import Effect, Impact
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client import GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.new_client import new_client_files
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.layer.uses import Layer
from tests.codegen.impact.platform_changes import CHANGES, Spec

pytestmark = pytest.mark.slow  # Each of the changes generates the client again.

SDK = Path(seawall.__file__).parent / "sdks" / "platform"
ROOT = Path(__file__).parents[3]
OPENAPI = ROOT / "openapi.json"
OVERLAY = ("platform.yaml", (ROOT / "codegen" / "overlays" / "platform.yaml").read_bytes())
PACKAGE = "seawall.sdks.platform._generated"


def spec_of(content: Spec, folder: Path) -> EffectiveSpec:
    path = folder / "openapi.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return effective_spec(fetch(str(path)), [OVERLAY])


def client_of(folder: Path, spec: EffectiveSpec) -> GeneratedClient:
    files = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.py")}
    return read_client(files, spec.api, PACKAGE)


def impact_of(old: EffectiveSpec, new: EffectiveSpec, client: GeneratedClient, layer: Layer) -> Impact:
    diff = compare_specs(old, new)
    new_client = read_client(new_client_files(client, old.api, new), new.api, PACKAGE)
    return find_impact(
        diff,
        old_api=old.api,
        new_api=new.api,
        old_client=client,
        new_client=new_client,
        pairs=paired_parts(client, new_client, diff),
        layer=layer,
    )


def told(impact: Impact) -> list[str]:
    return [
        f"{one.effect} {one.place.path if one.place else ''} {one.function}: {one.words}"
        for one in impact.findings
    ]


def is_told(impact: Impact, effect: str, path: str, public: str) -> bool:
    return any(
        one.effect == effect
        and (one.place.path if one.place else "").endswith(path)
        and any(public in name for name in (one.function, *one.public))
        for one in impact.findings
    )


def test_each_change_is_told_at_the_places_that_it_reaches(tmp_path: Path) -> None:
    content = json.loads(OPENAPI.read_text(encoding="utf-8"))
    old = spec_of(content, tmp_path)
    client = client_of(SDK / "_generated", old)
    layer = read_layer(SDK, client)
    wrong = []
    for name, edit, expected in CHANGES:
        changed = json.loads(OPENAPI.read_text(encoding="utf-8"))
        edit(changed)
        impact = impact_of(old, spec_of(changed, tmp_path), client, layer)
        missing = [one for one in expected if not is_told(impact, *one)]
        surplus = [one for one in impact.findings if not expected and one.effect is not Effect.OFFER]
        if missing or surplus:
            wrong.append((name, missing, told(impact)))
    assert wrong == []
