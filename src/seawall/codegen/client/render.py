"""Renders declarations to Python source, formatted as `ruff format` would format it."""

import re
from collections.abc import Iterable, Mapping

from seawall.codegen.client.declarations import Declarations
from seawall.codegen.client.layout import Bracketed, laid_out
from seawall.codegen.client.literals import text_literal
from seawall.codegen.client.render_calls import render_calls
from seawall.codegen.client.render_models import render_module
from seawall.codegen.names.spelling import FreeNames

__all__ = ["render"]

# A client with more operations has one module for each tag, so that one of them imports fast.
_MAX_CALLS_PER_MODULE = 50
# The imports that generated code may need: (block, module, names). Block 0 is written `import … as …`.
_IMPORTS = (
    (0, "datetime", ("dt",)),
    (0, "ipaddress", ("ip",)),
    (1, "collections.abc", ("Mapping",)),
    (1, "decimal", ("Decimal",)),
    (1, "typing", ("Annotated", "Any", "Literal", "TypeAlias", "Union")),
    (1, "uuid", ("UUID",)),
    (2, "attrs", ("field", "frozen")),
    (3, "seawall.core.engine.call", ("Call", "Operation", "StreamCall")),
    (3, "seawall.core.engine.operation", ("ByMediaType", "Limits", "Parameter", "PartEncoding")),
    (3, "seawall.core.http.multipart", ("FilePart",)),
    (3, "seawall.core.wire.open_enum", ("OpenEnum", "OpenIntEnum")),
    (3, "seawall.core.wire.unset", ("UNSET", "UnsetType")),
    (3, "seawall.core.wire.variants", ("Tagged", "UnknownVariant")),
    (4, ".", ("models",)),
)
# A string constant, a name that is declared or assigned, or one that is read: no attribute, and no keyword.
# Texts of the spec may contain any word, and the syntax tree would take half of the time.
_USED = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|^ *\w+ = |^(?:class|def) \w+|(?<![\w.])([A-Za-z_]\w*)(?!\w|: |=)',
    re.DOTALL | re.MULTILINE,
)
_LAZY = """\
from seawall.core.lazy_names import lazy_names

__getattr__, __dir__ = lazy_names(__name__)
"""


def render(declarations: Declarations, marker: str) -> dict[str, bytes]:
    """Render the generated files, by path in the output folder; each begins with the line `marker`."""
    files = {"__init__.py": _package(declarations)}
    files |= _calls(declarations)
    files["models/__init__.py"] = f'"""Wire models: the JSON bodies of requests and responses."""\n\n{_LAZY}'
    origins = {}
    for module in declarations.modules:
        files[f"models/{module.name}.py"] = _with_imports(render_module(module), "..")
        origins.update({item.name: module.name for item in module.declarations})
    files["models/__init__.pyi"] = _stub(origins)
    return {name: f"{marker}\n{text}".encode("ascii") for name, text in sorted(files.items())}


def _package(declarations: Declarations) -> str:
    return (
        '"""The low-level client: wire models, open enums and call builders. Declarations only; it sends '
        'nothing."""\n\n'
        f"SERVER_PATH = {text_literal(declarations.server_path)}\n"
        f"SPEC_VERSION = {text_literal(declarations.version)}\n"
        f"{_servers(declarations)}"
    )


def _servers(declarations: Declarations) -> str:
    """The base URLs of the spec, unless it has nothing but a path."""
    if all(url.startswith("/") for url in declarations.servers):
        return ""
    urls = Bracketed("(", tuple(map(text_literal, declarations.servers)), ")", is_tuple=True)
    return laid_out(["SERVERS = ", urls]) + "\n"


def _calls(declarations: Declarations) -> dict[str, str]:
    doc = '"""Call builders: one function per operation. A `Call` is a request that is not sent yet."""\n\n'
    calls = declarations.calls
    if len(calls) <= _MAX_CALLS_PER_MODULE:
        return {"calls.py": _with_imports(render_calls(calls), ".", doc)}
    by_module: dict[str, list[int]] = {}
    for index, call in enumerate(calls):
        by_module.setdefault(call.module, []).append(index)
    # The package has an attribute for each module, which must not hide a function.
    free = FreeNames({call.name for call in calls} | {call.name.upper() for call in calls})
    files, origins = {"calls/__init__.py": f"{doc}{_LAZY}"}, {}
    for wanted, indexes in sorted(by_module.items()):
        module = free.take(_module_name(wanted))
        found = [calls[index] for index in indexes]
        files[f"calls/{module}.py"] = _with_imports(render_calls(found), "..", "")
        for call in found:
            origins.update({call.name.upper(): module, call.name: module})
    return files | {"calls/__init__.pyi": _stub(origins)}


def _module_name(wanted: str) -> str:
    return f"{wanted}_calls" if wanted[0].isalpha() else f"calls_{wanted}"


def _stub(origins: Mapping[str, str]) -> str:
    # The reader of this file takes one line for each name, however long.
    lines = sorted(f"from .{module} import {name} as {name}\n" for name, module in origins.items())
    return "".join(["# fmt: off\n", *lines])


def _with_imports(body: str, package: str, doc: str = "") -> str:
    """Put the docstring `doc` and the imports that `body` needs before it."""
    imports = _imports(body, package)
    # Two empty lines before a class or function, one before a constant.
    space = "\n" if body.startswith(("@", "class ", "def ")) else ""
    if not body:
        return doc.rstrip("\n") + "\n"
    return f"{doc}from __future__ import annotations\n\n{imports}{space}{body}"


def _imports(body: str, package: str) -> str:
    used = set(_USED.findall(body))
    blocks: dict[int, list[str]] = {}
    for block, module, names in _IMPORTS:
        needed = [name for name in names if name in used]
        if needed:
            blocks.setdefault(max(block, 1), []).append(_import(block, module, needed, package))
    return "".join("\n".join(lines) + "\n\n" for _, lines in sorted(blocks.items()))


def _import(block: int, module: str, names: Iterable[str], package: str) -> str:
    if block == 0:
        return f"import {module} as {next(iter(names))}"
    return f"from {package if module == '.' else module} import {', '.join(names)}"
