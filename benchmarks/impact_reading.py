"""Times the reading of a stable layer of 10,000 lines over the platform's client.

python -m benchmarks.impact_reading [LINES]

The layer is made of the platform SDK itself: copies of its folder under other names, until it is long enough.
"""

import resource
import sys
import time
from pathlib import Path

from seawall.codegen.config import load_config
from seawall.codegen.generate import generate, load_inputs
from seawall.codegen.layer.callers import public_callers
from seawall.codegen.layer.client import GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.client_search import client_files
from seawall.codegen.layer.layer_files import layer_files
from seawall.codegen.layer.reading import read_layer

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src" / "seawall" / "sdks" / "platform"
PACKAGE = "seawall.sdks.platform"


def platform_client() -> GeneratedClient:
    """The client of the platform SDK."""
    api = generate(load_inputs(load_config(ROOT / "codegen" / "seawall.toml", "platform"))).api
    return read_client(client_files(FOLDER / "_generated"), api, f"{PACKAGE}._generated")


def long_layer(lines: int) -> dict[str, str]:
    """A layer of at least `lines` lines: copies of the platform SDK, each a package of its own."""
    sources = {path: text for path, text in layer_files(FOLDER).items() if "_generated" not in path}
    found: dict[str, str] = {"__init__.py": ""}
    copy = 0
    while sum(text.count("\n") for text in found.values()) < lines:
        name = f"copy{copy}"
        for path, text in sources.items():
            renamed = text.replace(f"{PACKAGE}.", f"{PACKAGE}.{name}.")
            found[f"{name}/{path}"] = renamed.replace(f"{PACKAGE}.{name}._generated", f"{PACKAGE}._generated")
        copy += 1
    return found


def main(arguments: list[str]) -> None:
    """Print the time and memory of one reading."""
    client, sources = platform_client(), long_layer(int(arguments[0]) if arguments else 10_000)
    start = time.perf_counter()
    layer = read_layer(sources, client)
    callers = public_callers(layer)
    wall = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = sum(text.count("\n") for text in layer.sources.values())
    possible = sum(1 for use in layer.uses if not use.is_certain)
    print(f"{lines} lines, {len(layer.functions)} functions, {len(callers)} with callers")
    print(f"{len(layer.uses)} uses, {possible} only possible; {len(layer.literals)} literals")
    print(f"read in {wall:.1f} s, peak {peak_mb:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
