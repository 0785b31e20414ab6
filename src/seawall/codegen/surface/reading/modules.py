"""Modules of a layer as griffe reads them, and the definition that a name in one of them stands for."""

import ast
import builtins
import keyword
import logging
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeAlias

import griffe
from attrs import frozen

__all__ = ["Definition", "Modules", "Resolved", "function_node", "is_importable", "starred"]

Definition: TypeAlias = griffe.Class | griffe.Function | griffe.Attribute | griffe.TypeAlias | griffe.Module
"""A definition as griffe reads it."""

_DEFINITIONS = (griffe.Class, griffe.Function, griffe.Attribute, griffe.TypeAlias)
_ERRORS = ("error", "errors", "exc", "exceptions")
_NODE = "seawall"


@frozen
class Resolved:
    """The full name of a definition, and the definition itself if it is in a file of the layer."""

    path: str
    definition: Definition | None = None


# Without a handler, logging prints the warnings of griffe about code that it does not understand.
logging.getLogger("griffe").addHandler(logging.NullHandler())


class _KeepNodes(griffe.Extension):
    """Keeps the syntax tree of each function: griffe does not say if it is a generator."""

    def on_function_instance(self, *, node: object, func: griffe.Function, **_: object) -> None:
        func.extra[_NODE]["node"] = node


class Modules:
    """Modules by import name, each read at its first use. No code is run.

    Names are followed within the top-level package of `package`; those of others stay as they are imported.
    `unread` are the files that are not valid Python, with the reason.
    """

    def __init__(self, files: Mapping[str, str], package: str) -> None:
        self._files = files
        self._top = package.partition(".")[0]
        self._resolved: dict[tuple[str, str], Resolved | None] = {}
        self._paths: dict[str, list[str]] = {}
        self.unread: dict[str, str] = {}
        self._read: dict[str, griffe.Module | None] = {}
        self._extensions = griffe.Extensions(_KeepNodes())

    def paths(self, name: str) -> list[str]:
        """The files of a module, the stub first."""
        if name not in self._paths:
            path = name.replace(".", "/")
            candidates = (f"{path}/__init__.pyi", f"{path}.pyi", f"{path}/__init__.py", f"{path}.py")
            self._paths[name] = [one for one in candidates if one in self._files]
        return self._paths[name]

    def module(self, name: str) -> griffe.Module | None:
        """Read a module; None if there is no such file, or if it is not valid Python."""
        if name not in self._read:
            self._read[name] = None
            # An implementation may be in a private package beside the public one.
            is_own = name.startswith("_") or name.partition(".")[0] == self._top
            for path in self.paths(name) if is_own else ():
                if (found := self._visit(name, path)) is not None:
                    self._read[name] = found
                    break
        return self._read[name]

    def text(self, name: str) -> str:
        """The text of a module; empty if there is none."""
        return next((self._files[path] for path in self.paths(name)), "")

    def below(self, package: str) -> Iterator[str]:
        """Yield the import names of all modules of a package, sorted."""
        prefix = f"{package.replace('.', '/')}/"
        found = set()
        for path in self._files:
            if path.startswith(prefix):
                parts = PurePosixPath(path).with_suffix("").parts
                if not all(is_importable(part) for part in parts):
                    continue
                found.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        yield from sorted(found)

    @cached_property
    def errors(self) -> tuple[griffe.Module, ...]:
        """The modules for errors, by their names, in the top-level package."""
        names = [name for name in self.below(self._top) if name.rpartition(".")[2] in _ERRORS]
        return tuple(module for name in names if (module := self.module(name)) is not None)

    def _visit(self, name: str, path: str) -> griffe.Module | None:
        parent = None
        *packages, last = name.split(".")
        for package in packages:
            # Relative imports are resolved through the parents.
            parent = griffe.Module(package, filepath=Path("__init__.py"), parent=parent)
        try:
            found = griffe.visit(
                last,
                filepath=Path(path),
                code=self._files[path],
                extensions=self._extensions,
                parent=parent,
            )
        except (SyntaxError, ValueError, RecursionError) as error:
            line = f" in line {error.lineno}" if isinstance(error, SyntaxError) else ""
            reason = error.msg if isinstance(error, SyntaxError) else type(error).__name__
            self.unread[path] = f"{reason}{line}"
            return None
        _keep_overloads(found)
        return found

    def resolve(self, scope: Definition, dotted: str) -> Resolved:
        """Return the definition that `dotted` names in `scope`, a module or class.

        A name from another distribution keeps the name under which it is imported.
        """
        first, *rest = dotted.split(".")
        found = self._in_scope(scope, first)
        for name in rest:
            found = self._attribute(found, name)
        return found

    def _in_scope(self, scope: Definition, name: str) -> Resolved:
        inner: griffe.Object | None = scope
        while inner is not None and not isinstance(inner, griffe.Module):
            if any(one.name == name for one in getattr(inner, "type_parameters", ())):
                return Resolved(f"~{name}")
            member = inner.members.get(name) if isinstance(inner, griffe.Class) else None
            # A method called `list` does not hide the builtin in the annotations of other methods.
            if isinstance(member, griffe.Class) or (
                isinstance(member, griffe.Attribute) and "TypeAlias" in str(member.annotation)
            ):
                return Resolved(member.path, member)
            inner = inner.parent
        module = scope.module
        key = module.path, name
        if key not in self._resolved:
            self._resolved[key] = self._member(module, name, set())
        return self._resolved[key] or Resolved(name if hasattr(builtins, name) else f"{module.path}.{name}")

    def _attribute(self, of: Resolved, name: str) -> Resolved:
        owner = of.definition
        found = None
        if isinstance(owner, griffe.Module):
            found = self._member(owner, name, set())
        elif isinstance(owner, griffe.Class) and isinstance(member := owner.members.get(name), _DEFINITIONS):
            found = Resolved(member.path, member)
        return found or Resolved(f"{of.path}.{name}")

    def _member(self, module: griffe.Module, name: str, seen: set[tuple[str, str]]) -> Resolved | None:
        """The definition of `name` in a module, through imports; None if the module has no such name."""
        if (module.path, name) in seen:
            return None
        seen.add((module.path, name))
        member = module.members.get(name)
        if isinstance(member, _DEFINITIONS):
            return Resolved(member.path, member)
        if not isinstance(member, griffe.Alias):
            return self._starred(module, name, seen) or self._module(f"{module.path}.{name}")
        target = member.target_path
        owner, _, last = target.rpartition(".")
        source = self.module(owner) if owner else None
        found = self._member(source, last, seen) if source is not None else None
        return found or self._module(target) or Resolved(target)

    def _module(self, name: str) -> Resolved | None:
        module = self.module(name)
        return Resolved(name, module) if module is not None else None

    def _starred(self, module: griffe.Module, name: str, seen: set[tuple[str, str]]) -> Resolved | None:
        for member in starred(module):
            source = self.module(member)
            if source is not None and _is_starred(source, name):
                found = self._member(source, name, seen)
                if found is not None:
                    return found
        return None


def is_importable(name: str) -> bool:
    """True if an import statement can have `name`."""
    return name.isidentifier() and not keyword.iskeyword(name)


def _keep_overloads(scope: griffe.Module | griffe.Class) -> None:
    """Add the functions of stubs and protocols that have overloads and no implementation: griffe has none."""
    for name, overloads in list(scope.overloads.items()):
        if overloads and name not in scope.members:
            overloads[-1].overloads = [*overloads]
            scope.set_member(name, overloads[-1])
    for member in scope.members.values():
        if isinstance(member, griffe.Class):
            _keep_overloads(member)


def starred(module: griffe.Module) -> list[str]:
    """The modules from which `module` imports all names, the last first: it wins."""
    found = [
        member.target_path
        for key, member in module.members.items()
        if key.endswith("/*") and isinstance(member, griffe.Alias)
    ]
    return found[::-1]


def _is_starred(source: griffe.Module, name: str) -> bool:
    if source.exports is None:
        return not name.startswith("_")
    return any(not isinstance(one, str) or one == name for one in source.exports)


def function_node(function: griffe.Function) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The syntax tree of a function."""
    node = function.extra[_NODE].get("node")
    return node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None
