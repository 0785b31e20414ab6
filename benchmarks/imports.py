"""Import and start: the time from a fresh interpreter to a usable client, each run in its own process.

`python -m benchmarks.imports` prints all rows; `make bench` takes the first three.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from statistics import median

from benchmarks.measure import Figure

ROUNDS = 15
CODE = "import time; t = time.perf_counter()\n{}\nprint(time.perf_counter() - t)"
# Byte code is cached on disk: only the first import of an installation compiles it.
# No settings of this machine: they would add to the time, or make the client fail.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("SEAWALL_")
}
OURS = "from seawall.sdks.platform import Client; Client(base_url='http://127.0.0.1:9', token='t'{})"
AGENTS = OURS.replace("platform", "agents")
OVER_HTTPX2 = "from seawall.transports import Httpx2Transport\n" + OURS.format(
    ", transport=Httpx2Transport()"
)
HTTPX2 = "import httpx2; httpx2.Client()"
# Without a network: the first read also loads the code that a client does not need to start.
ME = (
    b'{"user": {"id": "u"}, "organization": {"id": "o", "aignostics_bucket_name": "b",'
    b' "aignostics_bucket_protocol": "gs", "aignostics_bucket_hmac_access_key_id": "k",'
    b' "aignostics_bucket_hmac_secret_access_key": "s", "aignostics_logfire_token": "t",'
    b' "aignostics_sentry_dsn": "d"}}'
)
OURS_READ = f"""
from seawall.core.http.message import Headers, Response
from seawall.sdks.platform import Client
from seawall.transports import MemoryTransport
answer = Response(200, Headers({{"content-type": "application/json"}}), {ME!r})
client = Client(base_url="http://127.0.0.1:9", token="t", transport=MemoryTransport(lambda request: answer))
client.me()
"""
HTTPX2_READ = f"""
import httpx2
answer = httpx2.Response(200, content={ME!r})
client = httpx2.Client(transport=httpx2.MockTransport(lambda request: answer))
client.get("http://127.0.0.1:9/v1/me").json()
"""
PEERS = {
    "httpx": "import httpx; httpx.Client()",
    "requests": "import requests; requests.Session()",
    "aiohttp": "import aiohttp",
    "niquests": "import niquests; niquests.Session()",
    "openai": "import openai; openai.OpenAI(api_key='t')",
}
"""Statements by the name of the package that they need. Packages that are not installed get no row."""


def seconds(statement: str) -> float:
    """Return the seconds that `statement` takes in a new process."""
    command = [sys.executable, "-c", CODE.format(statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return float(done.stdout)


def medians(statements: Mapping[str, str], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median in ms of each statement; they alternate, so that all share the machine's load."""
    times: dict[str, list[float]] = {name: [] for name in statements}
    for number in range(rounds + 1):
        for name, statement in statements.items():
            taken = seconds(statement)
            # The first round fills the disk cache.
            if number:
                times[name].append(taken * 1e3)
    return {name: median(values) for name, values in times.items()}


def statements() -> dict[str, str]:
    """Return every row's statement: ours, httpx2, and the peers that are installed."""
    return {
        "ours, default transport": OURS.format(""),
        "ours over httpx2": OVER_HTTPX2,
        "ours, the agents SDK": AGENTS.format(""),
        "httpx2": HTTPX2,
        "ours, with a first read": OURS_READ,
        "httpx2, with a first read": HTTPX2_READ,
        **{name: code for name, code in PEERS.items() if find_spec(name)},
    }


def figures() -> Iterator[Figure]:
    rows = {name: code for name, code in statements().items() if name.startswith("ours") or name == "httpx2"}
    times = medians(rows)
    for name in ("ours, default transport", "ours over httpx2", "ours, the agents SDK"):
        yield Figure(f"import and Client(), {name}", times[name], times["httpx2"], "ms", HTTPX2)


if __name__ == "__main__":
    for row, ms in medians(statements()).items():
        print(f"{row:26} {ms:8.1f} ms")
