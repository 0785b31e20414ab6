"""The modules that a layer is made of and imports, found by name and parsed when first needed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import define, field

from seawall.codegen.layer.client import ClientFunction, GeneratedClient
from seawall.codegen.layer.source.modules import Import, Module, module_from_source
from seawall.codegen.layer.source.python_types import PYTHON_MODULES, PYTHON_TYPES
from seawall.codegen.layer.source.types import (
    CLIENT,
    UNKNOWN,
    UNSET,
    ClassValue,
    ClientCall,
    External,
    Instance,
    ModuleValue,
    Type,
)

__all__ = ["Located", "Program", "add_stub"]

_PACKAGE = Path(__file__).parents[3]
_BUILTINS = "builtins"
_MOST_STEPS = 20


@define(eq=False)
class Located:
    """A definition, with the module that it is in."""

    module: Module
    name: str


@cache
def _python_types() -> Module:
    return module_from_source(_BUILTINS, PYTHON_TYPES)


@cache
def _installed(name: str) -> Module | None:
    """A module of Seawall, from its file; a stub beside a package adds the names that it imports late."""
    if name.partition(".")[0] != _PACKAGE.name:
        return None
    path = _PACKAGE.joinpath(*name.split(".")[1:])
    package = path / "__init__.py"
    source = package if package.is_file() else path.with_suffix(".py")
    if not source.is_file():
        return None
    module = module_from_source(name, source.read_text(encoding="utf-8"), is_package=source is package)
    stub = source.with_suffix(".pyi")
    if stub.is_file():
        add_stub(module, stub.read_text(encoding="utf-8"))
    return module


def add_stub(module: Module, text: str) -> None:
    """Add the names of the stub of a module that the module itself does not define."""
    stub = module_from_source(module.name, text, is_package=module.is_package)
    module.bindings = {**stub.bindings, **module.bindings}


@define(eq=False)
class Program:
    """The layer's modules by name, the generated client, and all modules that they import.

    `aliases` are further names of the layer's modules: a layer may be imported from several folders.
    """

    client: GeneratedClient
    layer: Mapping[str, Module]
    aliases: Mapping[str, str] = field(factory=dict)
    _functions: dict[tuple[str, str], ClientFunction] = field(init=False)
    _resolved: dict[tuple[str, str], Type | Located] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._functions = {(one.module, one.name): one for one in self.client.functions}

    def module(self, name: str) -> Module | None:
        """The module with an absolute name: of the layer, of Python or of Seawall."""
        if name == _BUILTINS:
            return _python_types()
        return self.layer.get(self.aliases.get(name, name)) or _installed(name)

    def client_path(self, module: str) -> str | None:
        """The name in the client of an absolute module, empty for the client itself; None for any other."""
        package = self.client.package
        if module == package:
            return ""
        if module.startswith(f"{package}."):
            return module[len(package) + 1 :]
        return self._client_path_by_end(module.split("."), package.split("."))

    def _client_path_by_end(self, parts: list[str], package: list[str]) -> str | None:
        """The same for a client that the layer imports under a longer or shorter name."""
        if package[-1] not in parts or ".".join(parts) in self.layer:
            return None
        end = parts.index(package[-1]) + 1
        shorter = min(end, len(package))
        if parts[:end][-shorter:] != package[-shorter:]:
            return None
        return ".".join(parts[end:])

    def resolve(self, module: str, name: str, steps: int = 0) -> Type | Located:
        """The name of a module: a value, or the place of its definition; follows imports."""
        found = self._resolved.get((module, name))
        if found is None:
            found = self._resolved[module, name] = self._resolve(module, name, steps)
        return found

    def _resolve(self, module: str, name: str, steps: int) -> Type | Located:
        if (path := self.client_path(module)) is not None:
            return self._of_client(path, name, module)
        if module in PYTHON_MODULES or module.startswith("asyncio."):
            return self._of_python(module, name)
        found = self.module(module) if steps <= _MOST_STEPS else None
        if found is not None and (value := self._defined(found, name, steps)) is not None:
            return value
        return self._submodule(module, name) or _external(module, name)

    def _defined(self, found: Module, name: str, steps: int) -> Type | Located | None:
        binding = found.bindings.get(name)
        if isinstance(binding, Import):
            return self._imported(found, binding, steps)
        if binding is not None:
            return Located(found, name)
        for star in found.stars:
            value = self.resolve(star, name, steps + 1)
            if not isinstance(value, External):
                return value
        return None

    def _imported(self, module: Module, binding: Import, steps: int) -> Type | Located:
        if not binding.name:
            return self.module_value(binding.module)
        if binding.module == module.name and not module.is_package:
            return UNKNOWN
        return self.resolve(binding.module, binding.name, steps + 1)

    def module_value(self, name: str) -> Type:
        """A module as a value."""
        return ModuleValue(name)

    def _submodule(self, module: str, name: str) -> Type | None:
        full = f"{module}.{name}" if module else name
        if self.module(full) or self.client_path(full) is not None:
            return ModuleValue(full)
        # `import shop._generated` makes `shop` a module whose `_generated` is known.
        starts = any(one.startswith(f"{full}.") for one in (*self.layer, self.client.package))
        return ModuleValue(full) if starts else None

    def _of_python(self, module: str, name: str) -> Type | Located:
        if name in _python_types().bindings and (module, name) != ("functools", "partial"):
            return Located(_python_types(), name)
        return _external(module, name)

    def _of_client(self, path: str, name: str, module: str) -> Type:
        """A name in the client: classes are found in every module of it, since packages export them again."""
        if found := self._functions.get((path, name)):
            return ClientCall(found)
        if name in self.client.classes:
            return ClassValue(Instance(f"{CLIENT}{name}"))
        if name in {"UNSET", "Unset", "UnsetType"}:
            return UNSET if name == "UNSET" else ClassValue(UNSET)
        if constant := self._functions.get((path, name.lower())):
            return ClientCall(constant, is_constant=True)
        if self.is_client_module(f"{path}.{name}" if path else name):
            return ModuleValue(f"{module}.{name}")
        return External(f"{CLIENT}{name}")

    def is_client_module(self, path: str) -> bool:
        """Return whether the client has a module, or a package of modules, with this name."""
        modules = [one.module for one in self.client.functions]
        modules += [one.module for one in self.client.classes.values()]
        return any(one == path or one.startswith(f"{path}.") for one in modules)


def _external(module: str, name: str) -> Type:
    if name in {"UNSET", "UnsetType"} and module in {"msgspec", "seawall.core.wire.unset"}:
        return UNSET if name == "UNSET" else ClassValue(UNSET)
    return External(f"{module}.{name}" if module else name)
