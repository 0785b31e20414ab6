"""What moves bytes. Nothing outside this package imports an HTTP library."""

from seawall.transports._async.httpx2 import AsyncHttpx2Transport
from seawall.transports._async.memory import AsyncMemoryTransport
from seawall.transports._sync.httpx2 import Httpx2Transport
from seawall.transports._sync.memory import MemoryTransport
from seawall.transports.cut import CutResponse

__all__ = [
    "AsyncHttpx2Transport",
    "AsyncMemoryTransport",
    "CutResponse",
    "Httpx2Transport",
    "MemoryTransport",
]
