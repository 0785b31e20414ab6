"""Reads a stable layer: its functions, its uses of the generated client, its literals."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve

from seawall.codegen.layer.callers import reached_functions
from seawall.codegen.layer.client import GeneratedClient, Part, PartKind
from seawall.codegen.layer.client_search import MARKER
from seawall.codegen.layer.inference.calls import CALLS
from seawall.codegen.layer.inference.expressions import EXPRESSIONS
from seawall.codegen.layer.inference.flow import run
from seawall.codegen.layer.inference.recording import EMPTY_VALUES, PossibleRead, Recording, node_place
from seawall.codegen.layer.inference.units import Unit, read_units, units_of
from seawall.codegen.layer.inference.walk import Index, Walk
from seawall.codegen.layer.layer_files import is_layer_file, layer_files, module_names, package_of
from seawall.codegen.layer.literals import literals_of
from seawall.codegen.layer.source.classes import ClassSource
from seawall.codegen.layer.source.conversions import expand_conversions
from seawall.codegen.layer.source.definitions import Definitions
from seawall.codegen.layer.source.modules import Module, module_from_source
from seawall.codegen.layer.source.program import Program, add_stub
from seawall.codegen.layer.source.types import UNKNOWN, Instance, client_classes
from seawall.codegen.layer.uses import Layer, LayerFunction, Literal, Place, Use

__all__ = ["read_layer"]


def read_layer(root: Path | Mapping[str, str], client: GeneratedClient) -> Layer:
    """Read the layer in a folder, or in sources by relative path, as far as it uses `client`.

    The client itself and tests are left out. No code is run; a file that is not valid Python is listed in
    `unread`. The same sources give the same layer.
    """
    sources = layer_files(root) if isinstance(root, Path) else root
    package = package_of(root) if isinstance(root, Path) else ""
    names = module_names(iter(sources), client, package)
    kept = {path: text for path, text in sorted(sources.items()) if _is_kept(path, names[path], client)}
    modules, unread = _parse(kept, names)
    stubs = {path: text for path, text in kept.items() if path.endswith(".pyi")}
    _add_stubs(modules, stubs, names)
    layer = _read(modules, client)
    return evolve(layer, sources=kept, unread=unread)


def _is_kept(path: str, name: str, client: GeneratedClient) -> bool:
    if not is_layer_file(path):
        return False
    folder = client.package.rpartition(".")[2]
    is_client = name == client.package or name.startswith(f"{client.package}.")
    return not is_client and folder not in Path(path).parts[:-1]


def _parse(sources: Mapping[str, str], names: Mapping[str, str]) -> tuple[dict[str, Module], dict[str, str]]:
    modules: dict[str, Module] = {}
    unread: dict[str, str] = {}
    for path, text in sources.items():
        if path.endswith(".pyi"):
            continue
        is_package = path.rpartition("/")[2] == "__init__.py"
        name = names[path] if names[path] not in modules else path
        try:
            modules[name] = module_from_source(name, text, path=path, is_package=is_package)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = f"line {error.lineno}: " if isinstance(error, SyntaxError) and error.lineno else ""
            unread[path] = f"{line}{getattr(error, 'msg', None) or str(error) or 'nested too deeply'}"
    return modules, unread


def _add_stubs(modules: Mapping[str, Module], stubs: Mapping[str, str], names: Mapping[str, str]) -> None:
    for path, text in stubs.items():
        module = modules.get(names[path])
        if module is not None:
            try:
                add_stub(module, text)
            except (SyntaxError, ValueError, RecursionError):
                continue


def _read(modules: Mapping[str, Module], client: GeneratedClient) -> Layer:
    program = Program(client, modules, _aliases(modules))
    expand_conversions(program)
    definitions = Definitions(program)
    units = [unit for module in modules.values() for unit in units_of(module, definitions)]
    index = Index(_fields(client), _subclasses(units, definitions))
    walk = Walk(definitions, EXPRESSIONS, CALLS, run, index)
    found = read_units(walk, units)
    functions = _functions(units, found)
    uses = sorted(_uses(found, functions, definitions), key=_order)
    targets = {place: name for recording in found.values() for place, name in recording.targets.items()}
    literals = tuple(
        one
        for module in modules.values()
        # Not of a client of another version of the API, which is generated.
        if not "".join(module.lines[:1]).startswith(MARKER)
        for one in literals_of(module, targets)
    )
    defaults = tuple(sorted(_defaults(found.values()), key=lambda one: (one.place, one.given_to)))
    return Layer(functions=functions, uses=tuple(uses), literals=literals, defaults=defaults)


def _defaults(found: Iterable[Recording]) -> Iterator[Literal]:
    for recording in found:
        for (place, name), (function, value) in recording.defaults.items():
            yield Literal(value=value, place=place, function=function, given_to=name)


def _order(use: Use) -> tuple[Place, Part, str]:
    return (use.place, use.part, use.kind)


def _aliases(modules: Mapping[str, Module]) -> dict[str, str]:
    """Longer names of modules, by their path: `src.shop.api` for `shop.api`."""
    found: dict[str, str] = {}
    for name, module in modules.items():
        path = module.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        parts = path.split(".")
        for start in range(len(parts)):
            alias = ".".join(parts[start:])
            if alias and alias not in modules and (start == 0 or "." in alias):
                found.setdefault(alias, name)
    return found


def _fields(client: GeneratedClient) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in client.classes.values():
        for name in one.fields:
            found.setdefault(name, []).append(one.name)
    return {name: tuple(owners) for name, owners in found.items()}


def _subclasses(units: Iterable[Unit], definitions: Definitions) -> dict[str, tuple[ClassSource, ...]]:
    found: dict[str, list[ClassSource]] = {}
    for unit in units:
        if unit.source is not None:
            for base in definitions.lineage(Instance(unit.source.name)):
                if base.name != unit.source.name:
                    found.setdefault(base.name, []).append(unit.source)
    return {name: tuple(sources) for name, sources in found.items()}


def _functions(units: Iterable[Unit], found: Mapping[str, Recording]) -> dict[str, LayerFunction]:
    calls: dict[str, dict[str, None]] = {}
    known = {unit.name for unit in units}
    for recording in found.values():
        for caller, callee in recording.calls:
            if callee in known and callee != caller:
                calls.setdefault(caller, {})[callee] = None
    return {unit.name: _function(unit, tuple(calls.get(unit.name, ()))) for unit in units}


def _function(unit: Unit, calls: tuple[str, ...]) -> LayerFunction:
    if isinstance(unit.node, ast.Module):
        last = len(unit.module.lines)
        end = len(unit.module.lines[-1])
        place = Place(path=unit.module.path, line=1, column=0, end_line=last, end_column=end)
    else:
        place = node_place(unit.module, unit.node)
    folder = unit.module.path.rpartition("/")[0]
    return LayerFunction(
        name=unit.name,
        place=place,
        is_public=unit.is_public,
        calls=tuple(sorted(calls)),
        is_async=isinstance(unit.node, ast.AsyncFunctionDef),
        derived_from=_joined(folder, unit.module.derived_from),
        module=unit.module.name,
    )


def _joined(folder: str, path: str) -> str:
    """The path of a file relative to the folder of another one, as one relative to the layer."""
    if not path:
        return ""
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _uses(
    found: Mapping[str, Recording], functions: Mapping[str, LayerFunction], definitions: Definitions
) -> Iterator[Use]:
    """Yield the uses: once each, the certain ones first; then those that are only possible."""
    known: dict[tuple[object, ...], Use] = {}
    for recording in found.values():
        for use in recording.found():
            key = (use.part, use.kind, use.place)
            other = known.get(key)
            known[key] = use if other is None else _joined_use(other, use)
    yield from known.values()
    places = {use.place for use in known.values()}
    places = places.union(*(recording.known for recording in found.values()))
    touched = _touched(known.values(), functions, definitions)
    maybe = {one.place: one for recording in found.values() for one in recording.possible.values()}
    for place, one in maybe.items():
        if place not in places:
            yield from _possible(one, touched.get(one.function, set()), definitions)


def _joined_use(one: Use, other: Use) -> Use:
    """A use that was found twice, in functions that are read with several types."""
    handles = tuple(sorted({*one.handles, *other.handles}))
    return evolve(
        one,
        is_certain=one.is_certain or other.is_certain,
        reason=one.reason or other.reason,
        handles=handles,
        guarded=set(handles) >= EMPTY_VALUES,
    )


def _possible(one: PossibleRead, touched: set[str], definitions: Definitions) -> Iterator[Use]:
    for owner in sorted(touched):
        if one.name in definitions.program.client.classes[owner].fields:
            yield Use(
                part=Part(PartKind.FIELD, owner, one.name),
                kind=one.kind,
                place=one.place,
                function=one.function,
                is_certain=False,
                reason=f"the type of the object is not known; {owner} has a field of this name",
                guarded=one.handles >= EMPTY_VALUES,
                handles=tuple(sorted(one.handles)),
            )


def _touched(
    uses: Iterable[Use], functions: Mapping[str, LayerFunction], definitions: Definitions
) -> dict[str, set[str]]:
    """The classes of the client that each function touches: it, its callers, or the functions it calls."""
    own: dict[str, set[str]] = {name: set() for name in functions}
    for use in uses:
        own.setdefault(use.function, set()).update(_classes_of(use.part, definitions))
    calls = {name: function.calls for name, function in functions.items()}
    down = reached_functions(calls)
    up: dict[str, set[str]] = {name: set() for name in functions}
    for name, reached in down.items():
        for other in reached:
            up[other].add(name)
    return {
        name: set[str]().union(own[name], *(own[one] for one in (*down[name], *up[name])))
        for name in functions
    }


def _classes_of(part: Part, definitions: Definitions) -> set[str]:
    """The classes that a use of a part touches: those in the result of an operation, and in their fields."""
    client = definitions.program.client
    if part.kind in {PartKind.OPERATION, PartKind.PARAMETER}:
        results = [one.result for one in client.functions if one.operation == part.owner]
        todo = [
            name
            for one in dict.fromkeys(results)
            for name in client_classes(definitions.client_annotation(one))
        ]
    else:
        todo = [part.owner]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in found and name in client.classes:
            found.add(name)
            for one in client.classes[name].fields:
                todo.extend(client_classes(definitions.client_field(name, one) or UNKNOWN))
    return found
