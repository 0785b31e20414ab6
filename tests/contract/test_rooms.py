"""Rooms: which room may import which, no circles, and an `__init__` that says what a room is for."""

import ast

import pytest

from tests.contract.source import SOURCE, Module, modules

# Which room of a layer imports which others of the same layer. Modules at the top of a layer, such as
# core/errors.py, are the ground: every room may import them.
ROOMS: dict[str, dict[str, set[str]]] = {
    "core": {
        "auth": {"http", "redaction", "wire"},
        "bulk": {"wire"},
        "cache": {"engine", "http", "redaction", "wire"},
        "engine": {"http", "redaction", "validation", "wire"},
        "http": {"redaction"},
        "metadata": {"redaction", "validation"},
        "model": {"http", "notebook", "redaction", "validation", "wire"},
        "notebook": {"redaction"},
        "observe": {"engine", "http", "validation"},
        "paging": {"engine", "http", "redaction", "validation", "wire"},
        "rate_limit": {"engine", "http"},
        "retry": {"engine"},
        "settings": {"validation"},
        "sse": {"engine", "http", "redaction", "retry", "wire"},
        "transfer": {"http", "redaction", "validation"},
        "validation": {"redaction", "wire"},
        "vosi": {"http", "model"},
        "waiting": {"validation"},
        "webhook": {"http", "redaction", "validation", "wire"},
        "wire": {"http", "redaction"},
    },
    "runtime": {
        "auth": {"concurrency", "files", "http"},
        "bulk": {"concurrency", "files"},
        "cache": {"concurrency", "http", "redis"},
        "client": {
            "auth",
            "bulk",
            "cache",
            "concurrency",
            "engine",
            "http",
            "metadata",
            "observe",
            "rate_limit",
            "retry",
            "settings",
            "transfer",
        },
        "concurrency": {"files"},
        "engine": {
            "cache",
            "concurrency",
            "files",
            "http",
            "observe",
            "paging",
            "rate_limit",
            "retry",
            "waiting",
        },
        "identity": {"auth", "concurrency", "files", "http", "settings", "vosi"},
        "metadata": {"concurrency"},
        "notebook": {"files"},
        "paging": {"concurrency"},
        "observe": {"concurrency", "http"},
        "rate_limit": {"concurrency", "redis"},
        "redis": {"concurrency"},
        "retry": {"concurrency", "http"},
        "settings": {"files"},
        "sse": {"concurrency", "http"},
        "transfer": {"concurrency", "files", "http", "retry"},
        "vosi": {"concurrency", "http"},
        "waiting": {"concurrency", "notebook"},
        "webhook": {"concurrency"},
    },
}


def layer_folders() -> list[str]:
    return [*ROOMS, "codegen", "transports", "local/platform"]


def room(module: Module, layer: str) -> str | None:
    """The room of a module of `layer`; None for a module at its top."""
    parts = module.path.relative_to(SOURCE / layer).parts
    return parts[0] if len(parts) > 1 else None


def rooms_of(layer: str) -> dict[str, set[str]]:
    """The rooms of `layer`, each with the rooms that it imports."""
    folder = SOURCE / layer
    prefix = ".".join(("seawall", *layer.split("/"), ""))
    found: dict[str, set[str]] = {}
    for module in modules():
        if folder not in module.path.parents or (own := room(module, layer)) is None:
            continue
        imported = {
            name.removeprefix(prefix).split(".")[0] for name in module.imports() if name.startswith(prefix)
        }
        found.setdefault(own, set()).update(
            name for name in imported if (folder / name).is_dir() and name != own
        )
    return found


@pytest.mark.parametrize("layer", ROOMS)
def test_a_room_imports_only_the_rooms_that_the_table_allows(layer: str) -> None:
    # Equal, not below: a row that nothing uses any more must go.
    assert {name: imported for name, imported in rooms_of(layer).items() if imported} == ROOMS[layer]


@pytest.mark.parametrize("layer", layer_folders())
def test_rooms_form_no_circle(layer: str) -> None:
    left = rooms_of(layer)
    while free := {name for name, imported in left.items() if not imported & left.keys()}:
        left = {name: imported for name, imported in left.items() if name not in free}
    assert left == {}


def test_a_room_has_the_same_name_in_core_runtime_and_tests() -> None:
    core, runtime = rooms_of("core").keys(), rooms_of("runtime").keys()
    # These rooms have one half only; every other room has a twin.
    assert core - runtime == CORE_ONLY
    assert runtime - core == RUNTIME_ONLY
    tests = SOURCE.parents[1] / "tests"
    folders = {
        path.name for layer in ("core", "runtime") for path in (tests / layer).iterdir() if path.is_dir()
    }
    assert folders - {"_async", "_sync", "__pycache__"} <= core | runtime


CORE_ONLY = {"model", "redaction", "validation", "wire"}
RUNTIME_ONLY = {"client", "concurrency", "files", "identity", "redis"}


def test_every_room_says_what_it_does_and_never_does_and_names_its_twin() -> None:
    silent = []
    for layer in ("core", "runtime"):
        for name in rooms_of(layer):
            text = " ".join((SOURCE / layer / name / "__init__.py").read_text(encoding="utf-8").split())
            twin = next(other for other in ("core", "runtime") if other != layer)
            has_twin = (SOURCE / twin / name).is_dir()
            expected = f"Twin: `seawall.{twin}.{name}`." if has_twin else "It has no twin."
            if "Never" not in text or expected not in text:
                silent.append(f"{layer}/{name}")
    assert silent == []


def test_core_modules_at_the_top_import_no_room_but_the_ground_rooms() -> None:
    offenders = {
        f"{module.path.stem} imports {name}"
        for module in modules()
        if module.path.parent == SOURCE / "core"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (name := node.module or "").startswith("seawall.core.")
        if name.split(".")[2] not in {"http", "notebook", "redaction", "errors", "error_forms", "problem"}
    }
    assert offenders == set()
