"""Leaks: each kind at each place, and what is none."""

import pytest

from seawall.codegen.surface.compare import compare_surfaces
from seawall.codegen.surface.reading.reader import read_sources
from seawall.codegen.surface.reading.sources import LayerSources
from tests.codegen.surface.layers import read, read_files

MODELS = '# DO NOT EDIT. Generated from api.json by "seawall generate shop".\nclass Pet: pass\n'
STOCK = dict.fromkeys(
    ("client", "types", "models/__init__", "api/__init__", "__init__"), "class Pet: pass\nclass Unset: pass\n"
)
HTTP = "import httpx, httpx2, requests, urllib3, pyreqwest\nimport http.client\nimport urllib.request\n"

# The code of the front door, and the leaks: kind, name, place.
LEAKS: list[tuple[str, list[str]]] = [
    ("def f() -> models.Pet: ...", ["generated f: result"]),
    ("def f(x: list[models.Pet | None]): ...", ["generated f: parameter x"]),
    ("@dataclass\nclass A:\n    x: models.Pet", ["generated A(): parameter x", "generated A.x: type"]),
    ("class A:\n    @property\n    def x(self) -> models.Pet: ...", ["generated A.x: type"]),
    ("class A(models.Pet): pass", ["generated A: base"]),
    ("from ._generated.models import Pet as Pet", ["generated Pet: name"]),
    ("def f(x: int = UNSET): ...", ["unset f: default of the parameter x"]),
    ("def f(x: int | Unset = 1): ...", ["unset f: parameter x"]),
    ("def f(x: int | Unset = Unset()): ...", ["unset f: parameter x", "unset f: default of the parameter x"]),
    (f"{HTTP}def f() -> httpx.Response: ...", ["http f: result"]),
    (f"{HTTP}def f(x: httpx2.Client): ...", ["http f: parameter x"]),
    (f"{HTTP}def f(x: requests.Session): ...", ["http f: parameter x"]),
    (f"{HTTP}def f(x: urllib3.PoolManager): ...", ["http f: parameter x"]),
    (f"{HTTP}def f(x: pyreqwest.client.Client): ...", ["http f: parameter x"]),
    (f"{HTTP}def f(x: http.client.HTTPResponse): ...", ["http f: parameter x"]),
    (f"{HTTP}def f(x: urllib.request.Request): ...", ["http f: parameter x"]),
    (f"{HTTP}def f():\n    '''Raises httpx.HTTPError.'''", ["http f: documented exception"]),
    (f"{HTTP}class LostError(httpx.HTTPError): pass", ["http LostError: base"]),
    ("class _Own: pass\ndef f(x: _Own): ...", ["private f: parameter x"]),
    # The types of the layer, its type variables, private aliases and private bases are no leaks.
    ("_Name = str | int\n_V = TypeVar('_V')\ndef f(x: _Name, y: _V) -> _V: ...", []),
    ("class _Base:\n    def f(self) -> int: ...\nclass A(_Base): pass", []),
    ("class A:\n    def to_wire(self) -> models.Pet: ...\n    def _f(self) -> models.Pet: ...", []),
    ("class httpx: pass\ndef f(x: httpx): ...", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), LEAKS, ids=[row[0][-60:] for row in LEAKS])
def test_a_leak_is_found_at_its_place(code: str, expected: list[str]) -> None:
    front = (
        f"__all__ = {names(code)}\nfrom ._generated import models\nfrom ._types import UNSET, Unset\n{code}"
    )
    types = "class Unset: pass\nUNSET = Unset()"
    found = read_files({"__init__.py": front, "_generated/models.py": MODELS, "_types.py": types})
    assert [f"{leak.kind} {leak.name}: {leak.place}" for leak in found.leaks] == expected


def names(code: str) -> list[str]:
    """The public names that a front door defines or re-exports, for its `__all__`."""
    words = [line.split("(")[0].split(":")[0].split() for line in code.splitlines()]
    return [line[-1] for line in words if line[0] in {"def", "class", "from"} and line[-1][0] != "_"]


def test_a_stock_package_beside_the_layer_is_a_generated_client() -> None:
    files = {f"shop_client/{name}.py": text for name, text in STOCK.items()}
    files["shop/__init__.py"] = (
        "from shop_client.models import Pet\nfrom shop_client.types import Unset\n"
        "def f(x: Pet) -> None: ...\ndef g(x: str | Unset) -> None: ..."
    )
    found = read_sources(LayerSources(package="shop", files=files)).leaks
    assert [(str(leak.kind), leak.name, leak.leaked) for leak in found] == [
        ("generated", "f", "shop_client.models.Pet"),
        ("unset", "g", "shop_client.types.Unset"),
    ]


def test_a_leak_has_a_line_and_words_that_say_what_to_do() -> None:
    surface = read("import httpx\n\ndef f() -> httpx.Response: ...")
    (leak,) = surface.leaks
    assert leak.words == (
        "f: the result is httpx.Response, a type of an HTTP library. Hide it behind a type of the layer."
    )
    assert str(leak.line) == "shop/__init__.py:10"
    assert compare_surfaces(surface, surface).leaks == (leak,)


def test_an_http_library_does_not_leak_its_own_types() -> None:
    files = {"httpx/__init__.py": "class Response: pass\ndef get() -> Response: ..."}
    assert read_sources(LayerSources(package="httpx", files=files)).leaks == ()
