# fmt: off
# One line for each name: `seawall.core.lazy_names` reads them.
from seawall.transports._async.choice import async_default_transport as async_default_transport
from seawall.transports._async.choice import async_given_transport as async_given_transport
from seawall.transports._sync.choice import default_transport as default_transport
from seawall.transports._sync.choice import given_transport as given_transport
from seawall.transports.httpx2._async.transport import AsyncHttpx2Transport as AsyncHttpx2Transport
from seawall.transports.httpx2._sync.transport import Httpx2Transport as Httpx2Transport
from seawall.transports.httpx._async.transport import AsyncHttpxTransport as AsyncHttpxTransport
from seawall.transports.httpx._sync.transport import HttpxTransport as HttpxTransport
from seawall.transports.memory._async.transport import AsyncMemoryTransport as AsyncMemoryTransport
from seawall.transports.memory._sync.transport import MemoryTransport as MemoryTransport
from seawall.transports.memory.truncated_response import TruncatedResponse as TruncatedResponse
from seawall.transports.network.address_limit import limit_addresses as limit_addresses
from seawall.transports.network.options import TransportOptions as TransportOptions
from seawall.transports.pyreqwest._async.transport import AsyncPyreqwestTransport as AsyncPyreqwestTransport
from seawall.transports.pyreqwest._sync.transport import PyreqwestTransport as PyreqwestTransport
