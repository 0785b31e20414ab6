"""The names that a package offers: those of its front door, or those of all its public modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import griffe

from seawall.codegen.surface.reading.generated import is_generated
from seawall.codegen.surface.reading.modules import Modules, Resolved, starred

__all__ = ["offered_names"]

_NO_SURFACE = frozenset({"__main__", "conftest", "setup", "test", "tests", "testing"})


def offered_names(package: str, modules: Modules) -> dict[str, Resolved]:
    """The public names of a package by their full names, sorted.

    These are the names that its `__init__` offers. If it offers none, they are the names that its public
    modules define.
    """
    front = modules.module(package)
    found = dict(_offers(package, front, modules, set())) if front is not None else {}
    # A package that offers its version only has its names in its modules.
    if all(name.endswith("__") for name in found):
        for name in modules.below(package):
            module = modules.module(name)
            is_public = _is_public_module(name.removeprefix(package)) and not is_generated(name, modules)
            if module is not None and is_public:
                found.update(_defined(name, module, modules))
    return dict(sorted(found.items()))


def _is_public_module(path: str) -> bool:
    return not any(part.startswith("_") or part in _NO_SURFACE for part in path.split(".") if part)


def _defined(name: str, module: griffe.Module, modules: Modules) -> Iterator[tuple[str, Resolved]]:
    """The names that a module defines or lists in `__all__`."""
    listed = module.exports
    for own, member in module.members.items():
        is_own = own in listed if listed is not None else _is_own(own, member)
        if is_own:
            yield f"{name}.{own}", modules.resolve(module, own)


def _offers(
    name: str, module: griffe.Module, modules: Modules, seen: set[str]
) -> Iterator[tuple[str, Resolved]]:
    if name in seen:
        return
    seen.add(name)
    for own in _listed(module, modules, set()):
        resolved = modules.resolve(module, own)
        if isinstance(resolved.definition, griffe.Module):
            yield from _offers(f"{name}.{own}", resolved.definition, modules, seen)
        else:
            yield f"{name}.{own}", resolved


def _listed(module: griffe.Module, modules: Modules, seen: set[str]) -> list[str]:
    """The names that a module offers: those in `__all__`, else its definitions and re-exports."""
    if module.path in seen:
        return []
    seen.add(module.path)
    found: list[str] = []
    if module.exports is not None:
        for one in module.exports:
            if isinstance(one, str):
                found.append(one)
            else:
                # griffe has the `__all__` of another module as a name in that module.
                other = modules.resolve(module, one.canonical_path.removesuffix(".__all__")).definition
                found += _listed(other, modules, seen) if isinstance(other, griffe.Module) else []
        return found
    exported = _reexports(module, modules)
    for own, member in module.members.items():
        if own in exported or _is_own(own, member):
            found.append(own)
    for source in starred(module):
        other = modules.module(source)
        found += _listed(other, modules, seen) if other is not None else []
    return found


def _is_own(name: str, member: griffe.Object | griffe.Alias) -> bool:
    """True for a public definition; a type variable is a tool of its module, unless `__all__` lists it."""
    is_public = not name.startswith("_") or name.endswith("version__")
    if not is_public or isinstance(member, griffe.Alias):
        return False
    value = str(member.value) if isinstance(member, griffe.Attribute) else ""
    return not value.partition("(")[0].endswith(("TypeVar", "ParamSpec", "TypeVarTuple"))


def _reexports(module: griffe.Module, modules: Modules) -> set[str]:
    """The imports that a module without `__all__` offers: `from m import X as X`, and those of its package.

    In a stub only the first.
    """
    found = set()
    own = module.path.partition(".")[0]
    for node in ast.walk(ast.parse(modules.text(module.path))):
        if not isinstance(node, ast.ImportFrom):
            continue
        is_own = node.level > 0 or (node.module or "").partition(".")[0] == own
        for alias in node.names:
            public = alias.asname or alias.name
            is_offered = alias.asname is not None or (is_own and _is_front_door(module))
            if is_offered and not public.startswith("_") and public != "*":
                found.add(public)
    return found


def _is_front_door(module: griffe.Module) -> bool:
    path = module.filepath
    return isinstance(path, Path) and path.name == "__init__.py"
