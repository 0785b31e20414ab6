"""The pages of the Python reference, as Markdown with directives of mkdocstrings.

A directive names an object; `make docs` puts its signature and docstring in its place. Nothing is imported:
the names are read from the stub of each package.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from pkgutil import iter_modules

import seawall

__all__ = ["python_pages"]

_HEADER = '<!-- DO NOT EDIT. Derived by "seawall reference" from the public names. -->'
_PACKAGE = Path(seawall.__file__).parent
_RESOURCE = re.compile(r'@cached_property\n +def [a-z]\w*\(self\) -> "?(\w+)"?:')


def python_pages() -> dict[str, str]:
    """Return the text of each page by its file name."""
    pages = {
        "platform.md": _page(
            "seawall.sdks.platform",
            _sdk_names("seawall.sdks.platform"),
            intro="The names of the platform SDK. [The platform SDK](../platform.md) explains their use.",
        ),
        "errors.md": _module(
            "seawall.core.errors",
            intro="Every error that Seawall raises on purpose. [Errors](../errors.md) says which to catch.",
        ),
        "testing.md": _page(
            "seawall.testing",
            [*_names("seawall.testing"), *_other_modules("seawall.testing")],
            intro="Tools for tests of programs that use an SDK. [Testing](../testing.md) explains their use.",
        ),
    }
    for room, names in sorted(_rooms().items()):
        intro = "For authors of SDKs. Import these names from `seawall.runtime`."
        pages[f"runtime-{room.replace('_', '-')}.md"] = _page(f"seawall.runtime.{room}", names, intro=intro)
    return pages


def _page(package: str, names: Iterable[str], *, intro: str) -> str:
    parts = [_HEADER, f"# {package}", intro, *(f"::: {name}" for name in names)]
    return "\n\n".join(parts) + "\n"


def _module(name: str, *, intro: str) -> str:
    options = "    options:\n      show_root_heading: false\n      show_root_toc_entry: false"
    return "\n\n".join([_HEADER, f"# {name}", intro, f"::: {name}\n{options}"]) + "\n"


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
    public = sorted(_imports(package), key=_without_half)
    clients = [name for module, name in public if module.startswith(f"{package}._")]
    others = [name for _, name in public if name not in clients]
    resources = [f"{module.removeprefix(f'{package}.')}.{name}" for module, name in _resources(package)]
    return [f"{package}.{name}" for name in [*clients, *resources, *others]]


def _rooms() -> dict[str, list[str]]:
    rooms: dict[str, list[str]] = {}
    for module, name in sorted(_imports("seawall.runtime"), key=_without_half):
        rooms.setdefault(module.split(".")[2], []).append(f"seawall.runtime.{name}")
    return rooms


def _resources(package: str) -> Iterator[tuple[str, str]]:
    """Yield the classes of `client.runs` and the like: they are used through a client, not imported."""
    for half in ("_sync", "_async"):
        folder = _folder(package) / half
        for name in _RESOURCE.findall((folder / "client.py").read_text(encoding="utf-8")):
            module = name.removeprefix("Async").lower()
            yield f"{package}.{half}.{module}", name


def _folder(package: str) -> Path:
    return _PACKAGE.joinpath(*package.split(".")[1:])


def _other_modules(package: str) -> list[str]:
    """Return the public modules of `package` that none of its names is from."""
    used = {module for module, _ in _imports(package)}
    modules = iter_modules([str(_folder(package))])
    names = [f"{package}.{module.name}" for module in modules if module.name[0] != "_"]
    return [name for name in names if name not in used]
