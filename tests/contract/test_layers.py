"""The layers, and the imports that each may have. The table is that of docs/architecture.md."""

import re

from tests.contract.source import is_generated, modules

ALLOWED = {
    "core": {"core"},
    "transports": {"core", "transports"},
    "runtime": {"core", "runtime"},
    "terminal": {"core", "runtime", "terminal"},
    "sdks": {"core", "runtime", "transports", "terminal", "sdks"},
    "local": {"core", "transports", "local"},
    "codegen": {"core", "codegen"},
    "testing": {"core", "transports", "runtime", "terminal", "sdks", "local", "codegen", "testing"},
    "cli": {"core", "transports", "runtime", "terminal", "sdks", "local", "codegen", "testing", "cli"},
}
USES_FILES = {"local", "codegen"}
"""Layers that may also import the room `seawall.runtime.files`, and nothing else of the runtime."""

HTTP_LIBRARIES = {
    "aiohttp",
    "http.client",
    "httpx",
    "httpx2",
    "pyreqwest",
    "requests",
    "requests_oauthlib",
    "urllib.request",
    "urllib3",
}
IMPURE = {"asyncio", "os", "pathlib", "random", "socket", "subprocess", "tempfile", "threading", "time"}
# Its thread only imports: a signal can not interrupt an import there.
IMPORTER = "seawall.core.whole_import"


def layer(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "seawall" and len(parts) > 1 and parts[1] in ALLOWED else None


def is_in_files(name: str) -> bool:
    return f"{name}.".startswith("seawall.runtime.files.")


def is_of_commands(name: str) -> bool:
    """Return whether a module belongs to the commands of an SDK."""
    return re.match(r"seawall\.sdks\.\w+\.cli(\.|$)", name) is not None


def test_a_layer_imports_only_the_layers_that_the_table_allows() -> None:
    offenders = [
        f"{module.name} imports {name}"
        for module in modules()
        if (own := layer(module.name)) is not None
        for name in module.imports()
        if not (own in USES_FILES and is_in_files(name))
        if (imported := layer(name)) is not None and imported not in ALLOWED[own]
    ]
    assert offenders == []


# Every layer writes files with this room, so it must not bring the rest of the runtime along.
def test_the_files_room_imports_only_itself_and_the_core() -> None:
    offenders = [
        f"{module.name} imports {name}"
        for module in modules()
        if is_in_files(module.name)
        for name in module.imports()
        if layer(name) not in {None, "core"} and not is_in_files(name)
    ]
    assert offenders == []


def test_every_package_has_a_layer() -> None:
    packages = {module.name.split(".")[1] for module in modules() if module.name.count(".") > 1}
    assert packages == set(ALLOWED)


def test_only_transports_and_the_login_import_an_http_library() -> None:
    offenders = {
        module.name
        for module in modules()
        if layer(module.name) != "transports"
        for name in module.imports()
        if name in HTTP_LIBRARIES or name.split(".")[0] in HTTP_LIBRARIES
    }
    assert offenders == {"seawall.runtime.auth.login.oauth_session"}


def test_the_core_is_pure() -> None:
    offenders = {
        f"{module.name} imports {name}"
        for module in modules()
        if layer(module.name) == "core" and module.name != IMPORTER
        for name in module.imports()
        if name.split(".")[0] in IMPURE
    }
    assert offenders == set()


def test_generated_code_imports_the_core_and_nothing_else_of_ours() -> None:
    generated = [module for module in modules() if is_generated(module.path)]
    assert generated
    assert {layer(name) for module in generated for name in module.imports()} - {None} == {"core"}


def test_only_the_commands_of_an_sdk_import_the_terminal() -> None:
    offenders = [
        module.name
        for module in modules()
        if module.name.startswith("seawall.sdks.")
        and not is_of_commands(module.name)
        and "terminal" in {layer(name) for name in module.imports()}
    ]
    assert offenders == []


def test_only_the_terminal_and_commands_import_typer_or_rich() -> None:
    offenders = [
        module.name
        for module in modules()
        if layer(module.name) not in {"terminal", "cli"}
        and not is_of_commands(module.name)
        and {"rich", "typer"} & {name.split(".")[0] for name in module.imports()}
    ]
    assert offenders == []


def test_an_sdk_imports_no_other_sdk() -> None:
    for module in modules():
        if not module.name.startswith("seawall.sdks."):
            continue
        own = module.name.split(".")[2]
        others = {name.split(".")[2] for name in module.imports() if name.startswith("seawall.sdks.")} - {own}
        assert others == set(), module.name
