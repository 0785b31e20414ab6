"""Runs the exercise of a layer in a child process, and notes what each public function does."""

import enum
import logging
import os
import pickle
import select
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
from attrs import field, frozen

from benchmarks.mutation.layer import Exercise
from benchmarks.mutation.server import Exchange, MutatedServer

__all__ = ["Behaviour", "run_exercise"]

_LONGEST_S = 60.0


@frozen(kw_only=True)
class Behaviour:
    """One public function: the plain form of the value that it returned, or its error, and its requests.

    `unknown` are the values of enums in it that the layer does not know.
    """

    value: Any = field(default=None, repr=False)
    error: str = ""
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)
    unknown: tuple[str, ...] = ()

    @property
    def texts(self) -> set[str]:
        """All texts in the value."""
        return set(_texts(self.value))

    @property
    def faults(self) -> list[str]:
        """All that was wrong with its requests."""
        return [fault for exchange in self.exchanges for fault in exchange.faults]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def run_exercise(folder: Path, exercise: Exercise, server: MutatedServer) -> Mapping[str, Behaviour]:
    """Import the layer in `folder` and run `exercise` over `server`, in a child process.

    If the layer can not be imported, the only entry, with an empty name, says why.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(folder, exercise, server, writer)
    os.close(writer)
    try:
        found: Mapping[str, Behaviour] = pickle.loads(_read(reader))
    except (EOFError, pickle.UnpicklingError, ImportError):
        found = {"": Behaviour(error="the exercise was stopped")}
    finally:
        os.close(reader)
        os.kill(child, 9)
        os.waitpid(child, 0)
    return found


def _read(reader: int) -> bytes:
    pieces = []
    end = time.monotonic() + _LONGEST_S
    while select.select([reader], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(reader, 1 << 16)
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces)


def _child(folder: Path, exercise: Exercise, server: MutatedServer, writer: int) -> None:
    try:
        sys.dont_write_bytecode = True
        logging.disable()
        sys.path.insert(0, str(folder))
        os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump(_behaviours(exercise, server), pipe)
    finally:
        os._exit(0)


def _behaviours(exercise: Exercise, server: MutatedServer) -> dict[str, Behaviour]:
    try:
        calls = exercise(server.respond)
    except Exception as error:  # noqa: BLE001 - what the layer raises is the result
        return {"": Behaviour(error=_text(error))}
    return {name: _behaviour(call, server) for name, call in calls.items()}


def _behaviour(call: Any, server: MutatedServer) -> Behaviour:
    server.exchanges = []
    unknown: list[str] = []
    try:
        value, error = plain(call(), unknown), ""
    except Exception as caught:  # noqa: BLE001
        value, error = None, _text(caught)
    exchanges = tuple(attrs.evolve(one, body=plain(one.body, [])) for one in server.exchanges)
    return Behaviour(value=value, error=error, exchanges=exchanges, unknown=tuple(unknown))


def _text(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {str(error)[:300]} ({Path(last.filename).name}:{last.lineno})"


def plain(value: Any, unknown: list[str]) -> Any:
    """`value` as plain data, objects as dicts of their fields; adds values that enums do not know."""
    if isinstance(value, enum.Enum):
        if not getattr(value, "is_known", True):
            unknown.append(f"{type(value).__name__} {value.value}")
        # The value of an unknown member may be a member of the enum that it came from. A known one is the
        # same to users, whatever its value on the wire is.
        return value.name if getattr(value, "is_known", True) else plain(value.value, [])
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return value
    if isinstance(value, date | UUID | Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part, unknown) for key, part in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [plain(part, unknown) for part in value]
    return _fields(value, unknown)


def _fields(value: Any, unknown: list[str]) -> Any:
    if attrs.has(type(value)):
        names = [one.name for one in attrs.fields(type(value))]
    else:
        names = [name for name in getattr(value, "__dict__", {}) if not name.startswith("_")]
    found = {name: plain(getattr(value, name), unknown) for name in names if not name.startswith("_")}
    return found or type(value).__name__
