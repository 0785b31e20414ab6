"""Generating a client: from the largest specs beside this checkout, if there are any, and a made-up one."""

from collections.abc import Iterator

from benchmarks.contenders.generators import MADE_UP
from benchmarks.harness.comparison import CPU_S, Comparison, Effort
from benchmarks.harness.contender import ROOT, Contender
from benchmarks.harness.results import Plan, Slope, Target

GENERATORS = "benchmarks.contenders.generators"
STOCK, MODELS_ALONE = "openapi-python-client", "datamodel-code-generator, models alone"
SPECS = ROOT.parent / "shared" / "specs"
# The newest version of the two largest APIs that openapi-python-client can read.
LARGEST = {"Discord": "discord/03_10_2025-10-03.json", "Letta": "letta/06_1.0.0_2026-03-31.json"}
RESOURCES = (40, 80, 160)


def plans(url: str, effort: Effort) -> Iterator[Plan]:
    """Return the plans; they ask no server."""
    for name, path in LARGEST.items():
        if effort.share == 1 and (SPECS / path).exists():
            yield _spec(name, str(SPECS / path))
    counts = map(effort.size, RESOURCES)
    sizes = {f"{4 * count} operations": f"{MADE_UP}{count}" for count in counts}
    for name, function in (("seawall", "seawall"), (STOCK, "openapi_python_client")):
        found = [Contender(size, f"{GENERATORS}:{function}", (spec,)) for size, spec in sizes.items()]
        yield Plan(
            title=f"Generate more operations, {name}",
            note="A spec that is made up, with three schemas for every four operations.",
            comparison=_generating(found),
            slopes=(Slope(f"CPU to generate, {name}", tuple(sizes), CPU_S),),
        )


def _spec(name: str, spec: str) -> Plan:
    found = [
        Contender("seawall", f"{GENERATORS}:seawall", (spec,)),
        Contender(STOCK, f"{GENERATORS}:openapi_python_client", (spec,)),
        Contender(MODELS_ALONE, f"{GENERATORS}:datamodel_code_generator", (spec,)),
    ]
    return Plan(
        title=f"Generate a client of {name}",
        note="A new process, from the spec to a package.",
        comparison=_generating(found),
        targets=(Target(f"generate a client of {name}", "seawall", STOCK, CPU_S, 0.3),),
    )


def _generating(found: list[Contender]) -> Comparison:
    return Comparison(contenders=found, measures=(CPU_S,), count=1, most_rounds=2, warms_up=False)
