"""Choose the default transport."""

from typing import TYPE_CHECKING, Literal

from seawall.core.errors import ConfigError
from seawall.core.whole_import import import_whole
from seawall.transports.network.options import TransportOptions
from seawall.transports.pyreqwest.client_builder import can_use_pyreqwest

if TYPE_CHECKING:
    from seawall.transports.httpx._async.transport import AsyncHttpxTransport
    from seawall.transports.httpx2._async.transport import AsyncHttpx2Transport
    from seawall.transports.pyreqwest._async.transport import AsyncPyreqwestTransport

__all__ = ["async_default_transport"]


def async_default_transport(
    name: Literal["auto", "httpx2", "httpx", "pyreqwest"] = "auto",
    *,
    options: TransportOptions | None = None,
) -> "AsyncHttpx2Transport | AsyncHttpxTransport | AsyncPyreqwestTransport":
    """Return the transport `name`; `auto` is pyreqwest if it can be used, else httpx2.

    Raises ConfigError for another name, MissingExtraError if the named library is not installed.
    """
    if name not in {"auto", "httpx2", "httpx", "pyreqwest"}:
        raise ConfigError(f"there is no transport {name!r}. Use auto, httpx2, httpx or pyreqwest.")
    # Late imports, so that a process pays for one library only: httpx2 takes 100 ms.
    if name == "httpx2" or (name == "auto" and not can_use_pyreqwest()):
        import_whole("seawall.transports.httpx2._async.transport")
        from seawall.transports.httpx2._async.transport import AsyncHttpx2Transport  # noqa: PLC0415

        return AsyncHttpx2Transport(options=options)
    if name == "httpx":
        import_whole("seawall.transports.httpx._async.transport")
        from seawall.transports.httpx._async.transport import AsyncHttpxTransport  # noqa: PLC0415

        return AsyncHttpxTransport(options=options)
    # Not with `import_whole`: pyreqwest crashes the process if the thread that imported it has ended.
    from seawall.transports.pyreqwest._async.transport import AsyncPyreqwestTransport  # noqa: PLC0415

    return AsyncPyreqwestTransport(options=options)
