"""What moves bytes. Nothing outside this package imports an HTTP library.

Each library is imported when the first name of its transport is: pyreqwest need not be there.
"""

from typing import TYPE_CHECKING

from seawall.core.lazy_names import lazy_names
from seawall.transports._async.choice import default_transport as async_default_transport
from seawall.transports._async.memory import AsyncMemoryTransport
from seawall.transports._sync.choice import default_transport
from seawall.transports._sync.memory import MemoryTransport
from seawall.transports.cut import CutResponse
from seawall.transports.options import TransportOptions

if TYPE_CHECKING:
    from seawall.transports._async.httpx2 import AsyncHttpx2Transport
    from seawall.transports._async.pyreqwest import AsyncPyreqwestTransport
    from seawall.transports._sync.httpx2 import Httpx2Transport
    from seawall.transports._sync.pyreqwest import PyreqwestTransport

__all__ = [
    "AsyncHttpx2Transport",
    "AsyncMemoryTransport",
    "AsyncPyreqwestTransport",
    "CutResponse",
    "Httpx2Transport",
    "MemoryTransport",
    "PyreqwestTransport",
    "TransportOptions",
    "async_default_transport",
    "default_transport",
]

_PARTS = {
    "._async.httpx2": ("AsyncHttpx2Transport",),
    "._async.pyreqwest": ("AsyncPyreqwestTransport",),
    "._sync.httpx2": ("Httpx2Transport",),
    "._sync.pyreqwest": ("PyreqwestTransport",),
}


if not TYPE_CHECKING:
    # Hidden from type checkers, which otherwise take any name for one of this module's.
    __getattr__ = lazy_names(__name__, _PARTS)
