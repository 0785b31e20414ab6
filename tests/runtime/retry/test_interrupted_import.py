"""Ctrl-C during the first retry of a process, while tenacity is imported: later calls still retry."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import os, signal, sys
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.http.message import Response
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, MemoryTransport, Script

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

assert "tenacity" not in sys.modules
sys.meta_path.insert(0, Interrupt())
operation = Operation(id="read", method="GET", path="/", result_types={200: None})

def send():
    transport = MemoryTransport(Script(Response(503), Response(200)))
    Engine(transport, base_url="https://api.test", clock=FakeClock()).send(Call(operation), Policy())
    return len(transport.requests)

try:
    send()
except KeyboardInterrupt:
    print("interrupted")
print(send())
"""


@pytest.mark.parametrize(
    "module", ["tenacity", "tenacity._utils", "tenacity.wait", "tenacity.asyncio", "tenacity.asyncio.retry"]
)
def test_an_interrupt_while_tenacity_is_imported_breaks_no_later_retry(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, module], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.split(), done.returncode) == (["interrupted", "2"], 0), done.stderr
