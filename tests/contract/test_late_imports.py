"""A third-party library that is imported during a call is imported whole, whenever Ctrl-C comes."""

import ast
import sys
from collections.abc import Iterator

from tests.contract.source import modules

PACKAGES = ("seawall.core.", "seawall.runtime.", "seawall.transports.", "seawall.sdks.")
# A client of redis-py exists by then, so redis-py is imported.
# Crashes if the thread that imported it has ended.
NOT_IN_A_THREAD = {"pyreqwest"}
IMPORTED_BEFORE = {"seawall.runtime.redis.errors"}


def third_party(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] not in {*sys.stdlib_module_names, "seawall", *NOT_IN_A_THREAD}:
                yield name


def whole(function: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {
        str(constant.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "import_whole"
        for argument in call.args
        for constant in ast.walk(argument)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }


def is_checked(name: str) -> bool:
    # Commands run once: an interrupt ends them.
    return name.startswith(PACKAGES) and ".cli." not in f"{name}." and name not in IMPORTED_BEFORE


def test_a_late_import_of_a_library_is_whole() -> None:
    offenders = {
        f"{module.name}.{function.name}: {name}"
        for module in modules()
        if is_checked(module.name)
        for function in module.functions()
        for name in third_party(function)
        if not any(f"{imported}.".startswith(f"{name}.") for imported in whole(function))
    }
    assert offenders == set()
