"""The project's own source, as the rules about it see it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "seawall"


def is_generated(path: Path) -> bool:
    """Return whether a path is in a generated client: in `_generated`, or in one of an older API version."""
    return any(part == "_generated" or part.startswith("_generated_") for part in path.parts)


@frozen
class Module:
    """One Python file below src/seawall."""

    path: Path

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(SOURCE.parent).with_suffix("").parts)

    @property
    def is_written_by_hand(self) -> bool:
        return "_sync" not in self.path.parts and not is_generated(self.path)

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return _parse(self.path)

    def imports(self) -> tuple[str, ...]:
        """Every module that it imports, at the top or inside a function, by its full name."""
        return _imports(self.path)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Functions of the module and methods of its public classes that have a public name."""
        bodies = [self.tree.body]
        bodies += [
            node.body for node in self.tree.body if isinstance(node, ast.ClassDef) and is_public(node.name)
        ]
        for body in bodies:
            for node in body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_offered(node):
                    yield node


def is_offered(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is public and no overload, which only is a signature."""
    is_overload = any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)
    return is_public(node.name) and not is_overload


@cache
def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def forget_trees() -> None:
    """Drop the syntax trees of all modules."""
    _parse.cache_clear()


# A walk through all modules takes a second, and several rules need it.
@cache
def _imports(path: Path) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(_parse(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(names)


def is_public(name: str) -> bool:
    return not name.startswith("_")


@cache
def modules() -> tuple[Module, ...]:
    return tuple(Module(path) for path in sorted(SOURCE.glob("**/*.py")))


def hand_written() -> list[Module]:
    return [module for module in modules() if module.is_written_by_hand]


def sdks() -> list[str]:
    """The names of the SDKs that have a stable layer: their public names are in a stub."""
    return sorted(path.parent.name for path in SOURCE.glob("sdks/*/__init__.pyi"))
