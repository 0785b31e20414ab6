"""Rules about public names: documented, explicit, typed. Each test lists every offender."""

import ast
import inspect
from importlib import import_module

import pytest

from seawall.runtime import ResourceProperty
from tests.contract.source import hand_written, is_public, sdks

MODULES = hand_written()


def test_every_public_name_has_a_docstring() -> None:
    undocumented = [module.name for module in MODULES if not ast.get_docstring(module.tree)]
    undocumented += [
        f"{module.name}.{node.name}"
        for module in MODULES
        for node in [
            *module.public_functions(),
            *(n for n in module.tree.body if isinstance(n, ast.ClassDef)),
        ]
        if is_public(node.name) and not ast.get_docstring(node)
    ]
    assert undocumented == []


def test_no_public_signature_swallows_unknown_keywords() -> None:
    # A ParamSpec's kwargs are typed: they pass on a signature and swallow nothing.
    swallowing = [
        f"{module.name}.{node.name}"
        for module in MODULES
        for node in module.public_functions()
        if node.args.kwarg
        and not (node.args.kwarg.annotation and ast.unparse(node.args.kwarg.annotation).endswith(".kwargs"))
    ]
    assert swallowing == []


def annotation_names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    arguments = node.args
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    annotations = [argument.annotation for argument in every if argument] + [node.returns]
    return {
        name.id
        for annotation in annotations
        if annotation
        for name in ast.walk(annotation)
        if isinstance(name, ast.Name)
    }


def test_no_public_signature_says_any() -> None:
    vague = [
        f"{module.name}.{node.name}"
        for module in MODULES
        for node in module.public_functions()
        if "Any" in annotation_names(node)
    ]
    assert vague == []


def test_all_is_complete() -> None:
    incomplete = []
    for module in MODULES:
        listed = {
            name
            for node in module.tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            for name in ast.literal_eval(node.value)
        }
        defined = {
            node.name
            for node in module.tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and is_public(node.name)
        }
        incomplete += [f"{module.name}.{name}" for name in defined - listed]
    assert incomplete == []


@pytest.mark.parametrize("name", ["AsyncClient", "Client"])
def test_a_resource_is_of_the_class_that_its_annotation_names(name: str) -> None:
    clients = [getattr(import_module(f"seawall.sdks.{sdk}"), name) for sdk in sdks()]
    found = {
        f"{client.__module__}.{attribute}": (
            inspect.get_annotations(client)[attribute].__args__[0].__forward_arg__,
            getattr(client, attribute).__name__,
        )
        for client in clients
        for attribute, value in vars(client).items()
        if isinstance(value, ResourceProperty)
    }
    assert len(found) > len(clients)
    assert [attribute for attribute, (declared, real) in found.items() if declared != real] == []
