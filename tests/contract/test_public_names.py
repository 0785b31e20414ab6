"""Rules about public names: documented, explicit, typed."""

import ast

import pytest

from tests.contract.source import Module, hand_written, is_public

MODULES = hand_written()


def ids(module: Module) -> str:
    return module.name


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_every_public_name_has_a_docstring(module: Module) -> None:
    undocumented = [node.name for node in module.public_functions() if not ast.get_docstring(node)]
    undocumented += [
        node.name
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and is_public(node.name) and not ast.get_docstring(node)
    ]
    assert undocumented == []
    assert ast.get_docstring(module.tree)


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_no_public_signature_swallows_unknown_keywords(module: Module) -> None:
    # A ParamSpec's kwargs are typed: they pass on a signature, they do not swallow one.
    swallowing = [
        node.name
        for node in module.public_functions()
        if node.args.kwarg
        and not (node.args.kwarg.annotation and ast.unparse(node.args.kwarg.annotation).endswith(".kwargs"))
    ]
    assert swallowing == []


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_no_public_signature_says_any(module: Module) -> None:
    def annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
        every = [
            *node.args.posonlyargs,
            *node.args.args,
            *node.args.kwonlyargs,
            node.args.vararg,
            node.args.kwarg,
        ]
        found = [a.annotation for a in every if a is not None] + [node.returns]
        return [name.id for a in found if a for name in ast.walk(a) if isinstance(name, ast.Name)]

    assert [node.name for node in module.public_functions() if "Any" in annotations(node)] == []


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_all_is_complete(module: Module) -> None:
    found = [
        node.value
        for node in module.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    defined = [
        node.name
        for node in module.tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and is_public(node.name)
    ]
    if not found:
        assert defined == [], "define __all__"
        return
    assert set(defined) <= set(ast.literal_eval(found[0]))
