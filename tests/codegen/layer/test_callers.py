"""The call graph of a layer: the functions that each function calls, and the public ones that reach it."""

import pytest

from seawall.codegen.layer.callers import public_callers
from tests.codegen.layer.pets import layer

TARGET = "def target(): ...\n"
CALLERS = {
    "call": "def f(): target()",
    "through another one": "def f(): _g()\ndef _g(): target()",
    "circle": "def f(): _g()\ndef _g():\n    _h()\n    target()\ndef _h(): _g()",
    "function as a value": "def f(): run(target)",
    "partial": "from functools import partial\ndef f(): return partial(target)",
    "lambda": "def f(): return sorted([], key=lambda x: target())",
    "nested function": "def f():\n    def g(): target()\n    return g",
    "dict of functions": "TABLE = {'a': target}\ndef f(): TABLE['a']()",
    "decorator": "@target\ndef f(): ...",
    "default": "def f(x=target): ...",
    "method": "class _A:\n    def _m(self): target()\ndef f(a: _A): a._m()",
    "method of an attribute": (
        "class _A:\n    def m(self): target()\nclass _B:\n    def __init__(self): self.a = _A()\n"
        "    def n(self): self.a.m()\ndef f(): _B().n()"
    ),
    "property": "class _A:\n    @property\n    def p(self): target()\ndef f(a: _A): return a.p",
    "constructor": "class _A:\n    def __init__(self): target()\ndef f(): _A()",
    "class method": "class _A:\n    @classmethod\n    def m(cls): target()\ndef f(): _A.m()",
    "inherited method": "class _A:\n    def m(self): target()\nclass _B(_A): ...\ndef f(b: _B): b.m()",
    "method of super": "class _A:\n    def m(self): target()\nclass _B(_A):\n    def m(self): super().m()\n"
    "def f(b: _B): b.m()",
    "overridden method": "class _A:\n    def m(self): ...\nclass _B(_A):\n    def m(self): target()\n"
    "def f(a: _A): a.m()",
    "post-init": "class _A:\n    def __attrs_post_init__(self): target()\ndef f(): _A()",
    "converter": "from attrs import field, frozen\n@frozen\nclass _A:\n    x: int = field(converter=target)\n"
    "def f(): _A()",
    "context": "class _A:\n    def __enter__(self): target()\ndef f():\n    with _A(): ...",
    "iteration": (
        "class _A:\n    def __iter__(self):\n        yield target()\ndef f(): return [x for x in _A()]"
    ),
    "list of an iterable": (
        "class _A:\n    def __iter__(self):\n        yield target()\ndef f(): return list(_A())"
    ),
    "call of an object": "class _A:\n    def __call__(self): target()\ndef f(): _A()()",
}


@pytest.mark.parametrize("name", CALLERS)
def test_a_public_function_reaches_the_target(name: str) -> None:
    found = public_callers(layer(TARGET + CALLERS[name]))["shop.pets.target"]
    assert "shop.pets.f" in found


def test_the_top_level_of_a_module_is_reached_by_its_functions() -> None:
    found = public_callers(layer("X = 1\ndef f(): ...\ndef _g(): ...\nclass A:\n    def m(self): ..."))
    assert found["shop.pets"] == ("shop.pets.A", "shop.pets.A.m", "shop.pets.f")
    assert found["shop.pets.A"] == ("shop.pets.A", "shop.pets.A.m")
    assert found["shop.pets._g"] == ()


def test_a_function_of_another_module_is_found_through_each_kind_of_import() -> None:
    imports = {
        "from shop.low import target": "target()",
        "from .low import target as t": "t()",
        "from . import low": "low.target()",
        "import shop.low": "shop.low.target()",
        "import shop.low as low": "low.target()",
        "from shop.again import target": "target()",
        "from shop.low import *": "target()",
    }
    for statement, call in imports.items():
        sources = {
            "__init__.py": "",
            "low.py": TARGET,
            "again.py": "from .low import target as target",
            "pets.py": f"{statement}\ndef f(): {call}",
            "inner.py": f"def f():\n    {statement}\n    {call}" if "*" not in statement else "",
        }
        found = public_callers(layer(sources))["shop.low.target"]
        assert "shop.pets.f" in found
        assert "shop.inner.f" in found or "*" in statement


def test_the_code_of_a_script_is_not_reached_by_the_functions_of_its_module() -> None:
    source = "def main(): _work()\ndef _work(): ...\ndef other(): ...\nif __name__ == '__main__':\n    main()"
    assert public_callers(layer(source))["shop.pets._work"] == ("shop.pets.main",)


@pytest.mark.parametrize(
    ("name", "is_public"),
    [("f", True), ("_f", False), ("A.m", True), ("A._m", False), ("A.__init__", True), ("_B.m", False)],
)
def test_public_functions(name: str, is_public: bool) -> None:
    source = (
        "def f(): ...\ndef _f(): ...\n"
        "class A:\n    def __init__(self): ...\n    def m(self): ...\n    def _m(self): ...\n"
        "class _B:\n    def m(self): ...\n"
    )
    assert layer(source).functions[f"shop.pets.{name}"].is_public is is_public


@pytest.mark.parametrize("decorator", ["app.command()", "app.callback()", "command_of(SDK, app)"])
def test_a_command_is_public_whatever_its_name(decorator: str) -> None:
    code = f"@{decorator}\ndef _show(): target()\n@cache\ndef _other(): target()"
    assert public_callers(layer(TARGET + code))["shop.pets.target"] == ("shop.pets._show", "shop.pets.target")
