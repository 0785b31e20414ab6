"""`seawall.runtime` offers every public name of its parts once, and imports none of them before its first
use."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

import pytest

import seawall.runtime
from tests.contract.source import SOURCE, modules

# Modules for the runtime itself. SDK authors get every public name of all others.
INTERNAL = {
    "auth._async.token_endpoint",
    "auth._async.token_renewal",
    "auth.oauth",
    "auth.async_token_function",
    "auth.token_function",
    "bulk.journal_file",
    "cache._async.cache_fill",
    "cache._async.call_cache",
    "cache.lua_scripts",
    "cache.statistics",
    "client._async.observation",
    "client.statistics_reading",
    "concurrency._async.single_flight",
    "concurrency.forks",
    "concurrency.outcome",
    "concurrency.tasks",
    "concurrency.threads",
    "engine._async.argument_checks",
    "engine._async.file_stream",
    "engine._async.item_stream",
    "engine._async.repeated_calls",
    "engine.call_context",
    "engine.call_options",
    "engine.bearer_field",
    "engine.file_body",
    "engine.idempotency",
    "engine.stop_state",
    "files.atomic_write",
    "files.file_lock",
    "files.folder_flush",
    "files.locked_change",
    "files.new_file",
    "files.path_argument",
    "files.regular_file",
    "files.storage_errors",
    "files.temporary_file",
    "files.temporary_folder",
    "http._async.bounded_response",
    "identity._async.discovery",
    "identity.config_changes",
    "identity.config_document",
    "identity.config_file",
    "identity.config_values",
    "identity.login_records",
    "identity.saved_tokens",
    "loggers",
    "notebook.cell_output",
    "observe.emission",
    "paging.reading_hints",
    "files.user_folders",
    "rate_limit._async.redis_rate_limit",
    "rate_limit.fair_queue",
    "redis._async.client",
    "redis._async.scripts",
    "redis.errors",
    "retry._async.progress_retry",
    "retry._async.retried_transport",
    "retry._async.retry_loop",
    "retry.shared_quota",
    "settings.fields",
    "settings.name_checks",
    "settings.source_values",
    "settings.validation",
    "settings.context_values",
    "transfer._async.bounded_response",
    "transfer._async.upload_reader",
    "transfer.arguments",
    "transfer.callbacks",
    "transfer.part_file",
    "transfer.upload_source",
    "transfer.upload_state",
}
# Public names of other modules that only the runtime or the command line uses.
NOT_OFFERED = {
    "ConfidentialClient",
    "DriftMemory",
    "RECORDING",
    "Section",
    "async_saved_tokens",
    "resource_modules",
    "saved_tokens",
    "ProgressAggregator",
    "absolute",
    "checked_context_name",
    "chosen_server",
    "decide_caller",
    "names_of",
    "only_metrics",
    "with_found",
    "run_in_thread",
    "is_verbose",
    "shielded",
    "random_uuid",
}

STUB = (SOURCE / "runtime" / "__init__.pyi").read_text(encoding="utf-8")
ORIGINS = {
    line.split()[5]: line.split()[1].removeprefix("seawall.runtime.")
    for line in STUB.splitlines()
    if line.startswith("from ")
}


def offered(name: str) -> object:
    return getattr(seawall.runtime, name)


def public_names(module: str) -> set[str]:
    return set(getattr(import_module(f"seawall.runtime.{module}"), "__all__", ()))


def parts() -> list[str]:
    """The modules for SDK authors; the login package stands for its modules."""
    folder = SOURCE / "runtime"
    every = [module.path.relative_to(folder) for module in modules() if folder in module.path.parents]
    names = [".".join(path.with_suffix("").parts) for path in every if path.name != "__init__.py"]
    return [
        name
        for name in [*names, "auth.login"]
        if name.replace("_sync", "_async") not in INTERNAL and not name.startswith("auth.login.")
    ]


def test_every_part_is_offered_whole() -> None:
    wanted = {(name, part) for part in parts() for name in public_names(part) - NOT_OFFERED}
    assert set(ORIGINS.items()) == wanted


def test_every_name_is_that_of_its_part() -> None:
    for name, part in ORIGINS.items():
        assert offered(name) is getattr(import_module(f"seawall.runtime.{part}"), name), name


def test_the_lists_name_only_what_exists() -> None:
    assert {name for part in parts() for name in public_names(part)} >= NOT_OFFERED
    files = {name: SOURCE / "runtime" / f"{name.replace('.', '/')}.py" for name in INTERNAL}
    assert [name for name, file in files.items() if not file.exists()] == []


def test_every_async_name_has_its_sync_twin() -> None:
    twins = {
        (name.removeprefix("Async").removeprefix("async_"), part.replace("_async", "_sync"))
        for name, part in ORIGINS.items()
        if "_async" in part
    }
    assert twins == {(name, part) for name, part in ORIGINS.items() if "_sync" in part}


def test_async_functions_have_the_arguments_of_their_sync_twins() -> None:
    def arguments(name: str) -> list[str]:
        return list(inspect.signature(cast("Callable[..., object]", offered(name))).parameters)

    functions = [name for name in ORIGINS if name.startswith("async_")]
    assert functions
    for name in functions:
        assert arguments(name) == arguments(name.removeprefix("async_")), name


def test_importing_it_loads_no_part() -> None:
    code = "import sys, seawall.runtime; print([name for name in sys.modules if name.startswith('seawall.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['seawall.core', 'seawall.core.lazy_names', 'seawall.runtime']"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"'seawall\.runtime' has no attribute 'Enginee'"):
        _ = seawall.runtime.Enginee  # type: ignore[attr-defined]
    assert set(ORIGINS) <= set(dir(seawall.runtime))
