"""Declared conversions: type checkers do not see into them, so every one of every SDK is made here."""

import ast
from importlib import import_module
from typing import Any

from seawall.core.model.conversion import Conversion
from tests.contract.source import hand_written


def declared() -> list[tuple[str, Any]]:
    """Every model of an SDK that declares its conversion, with its name."""
    return [
        (f"{module.name}.{node.name}", getattr(import_module(module.name), node.name))
        for module in hand_written()
        if module.name.startswith("seawall.sdks.") and "from_wire = " in ast.unparse(module.tree)
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and any(map(is_declaration, node.body))
    ]


def is_declaration(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "from_wire"


def test_every_conversion_fits_its_wire_model() -> None:
    found = declared()
    assert len(found) > 20
    faults = []
    for name, cls in found:
        assert isinstance(vars(cls)["from_wire"], Conversion), name
        try:
            assert callable(cls.from_wire)
        except TypeError as error:
            faults.append(f"{name}: {error}")
    assert faults == []
