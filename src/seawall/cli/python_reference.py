"""The pages of the Python reference, as Markdown with directives of mkdocstrings.

A directive names an object; `make docs` puts its signature and docstring in its place. Nothing is imported:
the names are read from the stub of each package.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import seawall

__all__ = ["python_pages"]

_HEADER = '<!-- DO NOT EDIT. Derived by "seawall reference" from the public names. -->'
_PACKAGE = Path(seawall.__file__).parent
_ERRORS = "seawall.core.errors"
# Modules that users import; the others are parts of these.
_TESTING_MODULES = ("faults", "local_platform", "local_sessions", "mock_server", "pytest_plugin")
_INHERITED = "\n    options:\n      inherited_members: true"
_RESOURCE = re.compile(r'^    [a-z]\w*: ResourceProperty\["(\w+)"\]', re.MULTILINE)


def python_pages() -> dict[str, str]:
    """Return the text of each page by its file name."""
    pages = {
        "errors.md": _module(
            _ERRORS,
            intro="Every error that Seawall raises on purpose. [Errors](../errors.md) says which to catch.",
        ),
        "testing.md": _page(
            "seawall.testing",
            [*_names("seawall.testing"), *(f"seawall.testing.{name}" for name in _TESTING_MODULES)],
            intro="Tools for tests of programs that use an SDK. [Testing](../testing.md) explains their use.",
        ),
    }
    intro = "The base of all models of all SDKs, which have these methods too."
    pages["model.md"] = _page("seawall.core.model", ["seawall.core.model.model.Model"], intro=intro)
    for sdk in _packages("seawall.sdks"):
        intro = f"The names of the {sdk} SDK. [The guide](../{sdk}.md) explains their use."
        package = f"seawall.sdks.{sdk}"
        pages[f"{sdk}.md"] = _page(package, _sdk_names(package), intro=intro) + _errors(package)
    for sdk in _packages("seawall.testing"):
        intro = f"Builders and fakes of the {sdk} SDK. [Testing](../testing.md) explains their use."
        package = f"seawall.testing.{sdk}"
        pages[f"testing-{sdk}.md"] = _page(package, _names(package), intro=intro)
    for room, names in sorted(_rooms().items()):
        intro = "For authors of SDKs. Import these names from `seawall.runtime`."
        pages[f"runtime-{room.replace('_', '-')}.md"] = _page(f"seawall.runtime.{room}", names, intro=intro)
    return pages


def _packages(parent: str) -> list[str]:
    """Return the packages in `parent` that have public names."""
    return sorted(stub.parent.name for stub in _folder(parent).glob("*/__init__.pyi"))


def _page(package: str, names: Iterable[str], *, intro: str) -> str:
    # The methods of a client are shown together, wherever they are defined.
    entries = (f"::: {name}" + (_INHERITED if name.endswith("Client") else "") for name in names)
    parts = [_HEADER, f"# {package}", intro, *entries]
    return "\n\n".join(parts) + "\n"


def _module(name: str, *, intro: str) -> str:
    # Only the names in `__all__`.
    options = ["filters: public", "show_root_heading: false", "show_root_toc_entry: false"]
    entry = "\n      ".join([f"::: {name}\n    options:", *options])
    return "\n\n".join([_HEADER, f"# {name}", intro, entry]) + "\n"


def _imports(package: str) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of each import in the stub of `package`."""
    stub = _folder(package) / "__init__.pyi"
    for line in stub.read_text(encoding="utf-8").splitlines():
        if line.startswith("from "):
            _, module, _, _, _, name = line.split()
            yield module, name


def _names(package: str) -> list[str]:
    return [f"{package}.{name}" for _, name in sorted(_imports(package), key=_without_half)]


def _without_half(origin: tuple[str, str]) -> tuple[str, str, bool]:
    """Return the order of an object: the async one follows its sync twin."""
    module, name = origin
    is_async = "._async" in module or name.startswith("async_")
    plain = module.replace("._async", "").replace("._sync", "")
    return plain, name.replace("Async", "").replace("async_", ""), is_async


def _sdk_names(package: str) -> list[str]:
    """Return the names of an SDK: clients and handles, then resources, then models and the rest."""
    public = [one for one in sorted(_imports(package), key=_without_half) if one[0] != _ERRORS]
    clients = [name for module, name in public if module.startswith(f"{package}._")]
    others = [name for _, name in public if name not in clients]
    resources = [f"{module.removeprefix(f'{package}.')}.{name}" for module, name in _resources(package)]
    return [f"{package}.{name}" for name in [*clients, *resources, *others]]


def _errors(package: str) -> str:
    """Return the list of the errors that an SDK offers; they have entries on a page of their own."""
    names = [name for module, name in _imports(package) if module == _ERRORS]
    if not names:
        return ""
    links = [f"- [`{name}`](errors.md#{_ERRORS}.{name}){{ #{package}.{name} }}" for name in names]
    return "\n".join(["", "## Errors", "", f"`{package}` offers these errors too:", "", *links]) + "\n"


def _rooms() -> dict[str, list[str]]:
    rooms: dict[str, list[str]] = {}
    for module, name in sorted(_imports("seawall.runtime"), key=_without_half):
        rooms.setdefault(module.split(".")[2], []).append(f"seawall.runtime.{name}")
    return rooms


def _resources(package: str) -> Iterator[tuple[str, str]]:
    """Yield the classes of `client.runs` and the like: they are used through a client, not imported."""
    for half in ("_sync", "_async"):
        folder = _folder(package) / half
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
        for name in _RESOURCE.findall(texts["client"]):
            module = next(stem for stem, text in texts.items() if f"\nclass {name}(" in text)
            yield f"{package}.{half}.{module}", name


def _folder(package: str) -> Path:
    return _PACKAGE.joinpath(*package.split(".")[1:])
