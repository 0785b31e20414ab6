"""Gives each operation an operationId that no other has."""

import re

from seawall.codegen.doctor.conversion import NOTHING, Conversion, PendingOperation

__all__ = ["set_operation_ids"]


def set_operation_ids(conversion: Conversion) -> None:
    """Set the missing operationIds, and those that an earlier operation has, from method and path."""
    taken: set[str] = set()
    nameless: list[PendingOperation] = []
    for pending in conversion.operations:
        name = pending.operation.get("operationId")
        if isinstance(name, str) and name.strip() and name not in taken:
            conversion.check_name(name, pending.place)
            taken.add(name)
        else:
            nameless.append(pending)
    next_number: dict[str, int] = {}
    for pending in nameless:
        name = _free(_proposed(pending), taken, next_number)
        taken.add(name)
        before = pending.operation.get("operationId", NOTHING)
        pending.operation["operationId"] = name
        rule = (
            "missing-operation-id"
            if before is NOTHING or not str(before).strip()
            else "duplicate-operation-id"
        )
        where = f"{pending.method.upper()} {pending.path:.200}"
        # The client makes a name of its own from method and path, e.g. list_pets of GET /pets.
        words = f"{where} gets the operationId {name}. A client calls it by a verb and a noun."
        conversion.fix(rule, pending.place / "operationId", words, before=before, after=name)


def _proposed(pending: PendingOperation) -> str:
    words = re.findall(r"[A-Za-z0-9]+", f"{pending.method.lower()} {pending.path}")
    return "_".join(words)[:200] or "operation"


def _free(name: str, taken: set[str], next_number: dict[str, int]) -> str:
    if name not in taken:
        return name
    number = next_number.get(name, 2)
    while f"{name}_{number}" in taken:
        number += 1
    next_number[name] = number + 1
    return f"{name}_{number}"
