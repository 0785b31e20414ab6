"""A small project with an SDK and its spec, for tests of the bump."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seawall.codegen.config import SdkConfig, load_config
from seawall.codegen.generate import generate, load_inputs
from seawall.codegen.output import write_output
from tests.codegen.generating import operation

TOML = '[sdk.shop]\nspec = "../openapi.json"\noutput = "../shop/_generated"\n'
VERSION = '__version__ = "1.4.2"\n__api_version__ = "1.6.0"\n'
LAYER = '''"""Orders of the shop."""

from attrs import frozen

from seawall.core.engine.result import Result
from seawall.runtime.engine._sync.engine import Engine
from shop._generated import calls, models


@frozen
class Order:
    """An order."""

    id: str
    total: int

    @classmethod
    def from_wire(cls, wire: models.Order) -> "Order":
        """Make it of a wire model."""
        return cls(id=wire.order_id, total=wire.amount)


class Orders:
    """All orders."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, order_id: str) -> Order:
        """Load one order."""
        return Order.from_wire(self._engine.send(calls.get_order(order_id)).value)
'''


def spec(*, version: str = "1.6.0", amount: str = "amount", **more: Any) -> bytes:
    """The spec of the shop: one operation, an order with an id and an amount, and `more` properties."""
    order = {
        "type": "object",
        "required": ["order_id", amount],
        "properties": {"order_id": {"type": "string"}, amount: {"type": "integer"}, **more},
    }
    get = operation(answer={"$ref": "#/components/schemas/Order"}, operationId="get_order")
    get["parameters"] = [{"name": "order_id", "in": "path", "required": True, "schema": {"type": "string"}}]
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Shop API", "version": version},
            "paths": {"/orders/{order_id}": {"get": get}},
            "components": {"schemas": {"Order": order}},
        }
    ).encode()


def project(folder: Path, *, is_committed: bool = True) -> SdkConfig:
    """Write the project with its generated client; commit it, if asked to."""
    files = {
        "pyproject.toml": "",
        "openapi.json": spec().decode(),
        "codegen/seawall.toml": TOML,
        "shop/__init__.py": '"""The shop."""\n\nfrom shop.orders import Order, Orders\n\n'
        '__all__ = ["Order", "Orders"]\n',
        "shop/_version.py": VERSION,
        "shop/orders.py": LAYER,
    }
    write(folder, files)
    config = settings(folder)
    write_output(config, generate(load_inputs(config)))
    if is_committed:
        commit(folder)
    return config


def settings(folder: Path) -> SdkConfig:
    return load_config(folder / "codegen" / "seawall.toml", "shop")


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def commit(folder: Path) -> None:
    """Commit everything in `folder`, whatever the settings of the user's git."""
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(folder), *command], env=environment, check=True)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of the project, apart from those of git."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".git", "__pycache__"} & set(path.parts)
    }
