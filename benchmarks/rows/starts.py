"""From a new process to a client or a command, and what a client holds of the memory."""

from collections.abc import Iterator

from benchmarks.harness.comparison import CPU_MS, WALL_MS, Comparison, Effort, Measure, reported
from benchmarks.harness.contender import Contender
from benchmarks.harness.results import Plan, Target

PROCESSES, IDLE = "benchmarks.contenders.processes", "benchmarks.contenders.idle_clients"
INTERPRETER = "the interpreter"
OURS = "from seawall.sdks.{} import {}; {}(base_url='http://127.0.0.1:9', token='t')"
PLATFORM = "seawall, platform SDK"
OVER_HTTPX2 = "seawall over httpx2"
CLIENTS = {
    INTERPRETER: "pass",
    PLATFORM: OURS.format("platform", "Client", "Client"),
    "seawall, platform SDK, async": OURS.format("platform", "AsyncClient", "AsyncClient"),
    "seawall, agents SDK": OURS.format("agents", "Client", "Client"),
    "seawall, sessions SDK": OURS.format("sessions", "Client", "Client"),
    "httpx2": "import httpx2; httpx2.Client()",
    "httpx": "import httpx; httpx.Client()",
    "requests": "import requests; requests.Session()",
    "aiohttp": "import aiohttp",
    "pyreqwest": "from pyreqwest.client import SyncClientBuilder; SyncClientBuilder().build()",
    "openapi-python-client's client": (
        "from stock_platform_client import AuthenticatedClient\n"
        "from stock_platform_client.api.public import get_me_v1_me_get\n"
        "AuthenticatedClient(base_url='http://127.0.0.1:9', token='t').get_httpx_client()"
    ),
    "openai": "import openai; openai.OpenAI(api_key='t').models",
    "githubkit": "import githubkit; github = githubkit.GitHub('t'); github.rest.git",
    "stripe": "import stripe; stripe.StripeClient('sk_test_t').v1.customers",
    "botocore": "from botocore.session import Session; Session()",
    "cognite-sdk": "import cognite.client",
}
TITLE, MEMORY_TITLE = "Import and make a client", "Resident memory with a client"
RESIDENT = reported("resident", "MB")
MEMORY, THREADS = reported("memory", "kB"), reported("threads", "")
HELP, WHOAMI, IMPORT_HTTPX2 = "seawall --help", "seawall platform user whoami", "import httpx2"


def plans(url: str, effort: Effort) -> Iterator[Plan]:
    """Return the plans; two ask the server."""
    yield _clients()
    yield _memory()
    yield _commands(url)
    yield _idle(url)


def _clients() -> Plan:
    found = [Contender(name, f"{PROCESSES}:code", (code,)) for name, code in CLIENTS.items()]
    what = "import and make a client"
    target = Target(what=what, ours=PLATFORM, peer="httpx2", measure=CPU_MS, bound=0.9)
    return Plan(
        title=TITLE,
        note="In a new process, above the start of the interpreter, which is the first row.",
        comparison=_starts(found, (CPU_MS, WALL_MS)),
        targets=(target,),
    )


def _starts(found: list[Contender], measures: tuple[Measure, ...]) -> Comparison:
    return Comparison(contenders=found, measures=measures, count=1, base=INTERPRETER)


def _memory() -> Plan:
    found = [Contender(name, f"{PROCESSES}:memory", (code,)) for name, code in CLIENTS.items()]
    target = Target(what="memory after Client()", ours=PLATFORM, peer="", measure=RESIDENT, bound=30)
    return Plan(
        title=MEMORY_TITLE,
        note="The whole process, the interpreter included.",
        comparison=Comparison(contenders=found, measures=(RESIDENT,), count=1, most_rounds=3),
        targets=(target,),
    )


def _commands(url: str) -> Plan:
    found = [
        Contender(INTERPRETER, f"{PROCESSES}:code", ("pass",)),
        Contender(IMPORT_HTTPX2, f"{PROCESSES}:code", (IMPORT_HTTPX2,)),
        Contender(HELP, f"{PROCESSES}:command", ("seawall.cli", "--help")),
        Contender(WHOAMI, f"{PROCESSES}:whoami", (url,)),
    ]
    return Plan(
        title="Commands",
        note=(
            "From start to end, above the start of the interpreter, which is the first row. The targets are\n"
            "half of 160 and 570 ms on a machine that took 104 ms to import httpx2: that is their unit."
        ),
        comparison=_starts(found, (CPU_MS, WALL_MS)),
        targets=(
            Target(HELP, HELP, IMPORT_HTTPX2, CPU_MS, round(80 / 104, 2)),
            Target(WHOAMI, WHOAMI, IMPORT_HTTPX2, CPU_MS, round(285 / 104, 2)),
        ),
    )


def _idle(url: str) -> Plan:
    over_pyreqwest = "seawall over pyreqwest"
    found = [
        Contender(over_pyreqwest, f"{IDLE}:seawall", (url, "PyreqwestTransport")),
        Contender(OVER_HTTPX2, f"{IDLE}:seawall", (url, "Httpx2Transport")),
        Contender("pyreqwest", f"{IDLE}:pyreqwest", (url,)),
        Contender("httpx2", f"{IDLE}:httpx", (url, "httpx2")),
        Contender("httpx", f"{IDLE}:httpx", (url, "httpx")),
        Contender("requests", f"{IDLE}:requests", (url,)),
    ]
    what = "an idle client, used once"
    return Plan(
        title="An idle client",
        note="What each of 50 clients adds to its process after one call: resident memory, and threads.",
        comparison=Comparison(contenders=found, measures=(MEMORY, THREADS), count=1, most_rounds=3),
        targets=(
            Target(what=f"{what}, memory", ours=over_pyreqwest, peer="", measure=MEMORY, bound=20),
            Target(what=f"{what}, threads", ours=over_pyreqwest, peer="", measure=THREADS, bound=0),
        ),
    )
