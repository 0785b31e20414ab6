"""Checks one generated client, in a process of its own: imports, decoders and round trips.

python -m benchmarks.client_checks SPEC FOLDER PACKAGE      prints one line of JSON
"""

import importlib
import json
import pkgutil
import sys
import time
from pathlib import Path
from typing import Any

from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.mock.samples import Samples, SampleTooLargeError
from seawall.core.engine.operation import ByMediaType
from seawall.core.wire.codec import UndecodableTypeError, check_type, decoder_for, encode

SEEDS = range(3)


def main() -> None:
    spec, folder, package = sys.argv[1:]
    sys.path.insert(0, folder)
    started = time.perf_counter()
    modules, broken = imported(package)
    seconds = time.perf_counter() - started
    effective = effective_spec(fetch(spec))
    names = json.loads(Path(folder, "codegen", "names", f"{package}.json").read_text())["schemas"]
    models = importlib.import_module(f"{package}.models")
    tried, wrong = round_trips(effective, names, models)
    print(
        json.dumps(
            {
                "modules": modules,
                "broken": broken,
                "import_s": seconds,
                "undecodable": undecodable(package),
                "round_trips": tried,
                "wrong": wrong,
            }
        )
    )


def imported(package: str) -> tuple[int, list[str]]:
    """Import every module of the package; those that fail are named."""
    root = importlib.import_module(package)
    broken, count = [], 1
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        count += 1
        try:
            importlib.import_module(info.name)
        except Exception as error:  # noqa: BLE001 - the table counts every failure
            broken.append(f"{info.name}: {error!r}"[:300])
    return count, broken


def undecodable(package: str) -> list[str]:
    """The operations one of whose answers has no decoder."""
    calls = importlib.import_module(f"{package}.calls")
    found = []
    for name in dir(calls):
        operation = getattr(calls, name)
        if not name.isupper() or not hasattr(operation, "result_types"):
            continue
        try:
            for types in (operation.result_types, operation.error_types):
                for type_ in types.values():
                    inner = type_.types.values() if isinstance(type_, ByMediaType) else (type_,)
                    for one in inner:
                        if one not in {None, str, bytes}:
                            check_type(one)
        except Exception as error:  # noqa: BLE001
            found.append(f"{name}: {error!r}"[:300])
    return found


def round_trips(effective: EffectiveSpec, names: dict[str, str], models: Any) -> tuple[int, list[str]]:
    """Decode samples of every component schema and encode them; those that changed are named."""
    tried, wrong = 0, []
    for schema, name in names.items():
        model = getattr(models, name, None)
        if model is None or schema not in effective.api.schemas:
            continue
        for seed in SEEDS:
            samples = Samples(effective.api, seed, exact=True)
            try:
                sample = samples.sample(effective.api.schemas[schema], f"{schema}:{seed}")
            except SampleTooLargeError:
                break
            tried += 1
            fault = changed(model, sample)
            if fault:
                wrong.append(f"{schema}: {fault}"[:300])
                break
    return tried, wrong


def changed(model: Any, sample: Any) -> str:
    """What happened to `sample` on its way through `model`; empty if nothing."""
    try:
        check_type(model)
    except UndecodableTypeError:
        # A form with files is sent and never received.
        return ""
    try:
        value = decoder_for(model).decode(json.dumps(sample).encode())
        again = json.loads(encode(value))
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
    return "" if again == sample else f"{json.dumps(sample)[:120]} became {json.dumps(again)[:120]}"


if __name__ == "__main__":
    main()
