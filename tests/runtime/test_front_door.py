"""`seawall.runtime` has every name of its parts, and loads none of them before it is asked for."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

import pytest

import seawall.runtime
from tests.contract.source import SOURCE, modules

# Modules whose names are for the runtime itself. All others are for SDK authors, whole.
INSIDE = {
    "_async.attempts",
    "_async.handed_in",
    "_async.keeping",
    "_async.moving",
    "_async.shared_count",
    "_async.shared_token",
    "_async.token_endpoint",
    "_async.upload_reader",
    "cache_scripts",
    "cache_tally",
    "concurrency",
    "context_values",
    "delivery",
    "fetch_ahead",
    "flight",
    "journal_file",
    "lock_file",
    "oauth",
    "part_file",
    "redis_link",
    "redis_store",
    "shared_quota",
    "token_source",
    "transfer_arguments",
    "transfer_log",
    "turns",
    "upload_source",
    "upload_state",
    "waiting_line",
}
# Names of other modules that are for the runtime, or the command line, itself.
NOT_OFFERED = {
    "AsyncReading",
    "AsyncSignal",
    "ConfidentialClient",
    "DownloadTally",
    "Lock",
    "Reading",
    "Signal",
    "checked_context_name",
    "error_response",
    "in_place",
    "in_thread",
    "is_secret",
    "is_verbose",
    "setting_faults",
    "to_its_end",
    "unique_text",
}
NAMES = seawall.runtime.__all__


PLACES = {name: part for part, names in seawall.runtime._PARTS.items() for name in names}


def part_of(name: str) -> str:
    """The module below `seawall.runtime` that has `name`."""
    return PLACES[name].removeprefix(".")


def public_names(module: str) -> list[str]:
    found: list[str] = getattr(import_module(f"seawall.runtime.{module}"), "__all__", [])
    return found


def name_in(part: str, name: str) -> str:
    """What `part` calls what the front door calls `name`: both halves of a part may use one name."""
    return name if name in public_names(part) else name.removeprefix("async_")


def parts() -> list[str]:
    """The modules for SDK authors; a package such as the login speaks for what is in it."""
    folder = SOURCE / "runtime"
    every = [module.path.relative_to(folder) for module in modules() if folder in module.path.parents]
    names = [".".join(path.with_suffix("").parts) for path in every if path.name != "__init__.py"]
    return [
        name
        for name in [*names, "login"]
        if name.replace("_sync", "_async") not in INSIDE and not name.startswith("login.")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_that_of_its_part(name: str) -> None:
    part = import_module(f"seawall.runtime.{part_of(name)}")
    assert getattr(seawall.runtime, name) is getattr(part, name_in(part_of(name), name))


@pytest.mark.parametrize("part", parts())
def test_a_part_is_offered_whole(part: str) -> None:
    offered = {name_in(part, name) for name in NAMES if part_of(name) == part}
    assert offered == set(public_names(part)) - NOT_OFFERED


def test_nothing_is_listed_twice_or_in_vain() -> None:
    assert sorted(NAMES) == sorted(name for names in seawall.runtime._PARTS.values() for name in names)
    every = {name for part in parts() for name in public_names(part)}
    assert every >= NOT_OFFERED
    assert {
        name for name in INSIDE if not (SOURCE / "runtime" / f"{name.replace('.', '/')}.py").exists()
    } == set()


def test_type_checkers_see_the_same_names_in_the_same_places() -> None:
    tree = ast.parse((SOURCE / "runtime" / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname or alias.name: str(node.module).removeprefix("seawall.runtime")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == PLACES


@pytest.mark.parametrize("name", [name for name in NAMES if "_async." in part_of(name)])
def test_an_async_name_has_its_sync_twin(name: str) -> None:
    twin = name.removeprefix("Async").removeprefix("async_")
    assert twin != name
    assert part_of(twin) == part_of(name).replace("_async.", "_sync.")


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("async_")])
def test_an_async_function_has_the_arguments_of_its_sync_twin(name: str) -> None:
    def arguments(function: object) -> list[str]:
        return list(inspect.signature(cast("Callable[..., object]", function)).parameters)

    twin = name.removeprefix("async_")
    assert arguments(getattr(seawall.runtime, name)) == arguments(getattr(seawall.runtime, twin))


def test_a_sync_name_has_its_async_twin() -> None:
    halves = [part_of(name).partition(".")[0] for name in NAMES]
    assert halves.count("_sync") == halves.count("_async") > 0


def test_importing_it_loads_no_part() -> None:
    code = "import sys, seawall.runtime; print([name for name in sys.modules if name.startswith('seawall.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['seawall.core', 'seawall.core.lazy_names', 'seawall.runtime']"


def test_a_name_that_nothing_has_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"'seawall\.runtime' has no attribute 'Enginee'"):
        _ = seawall.runtime.Enginee  # type: ignore[attr-defined]
    assert set(NAMES) <= set(dir(seawall.runtime))
