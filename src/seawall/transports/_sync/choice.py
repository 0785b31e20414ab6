# DO NOT EDIT. Derived from ../_async/choice.py by "python -m seawall.codegen.derive".
"""Choose the transport: the default one, or the one over an HTTP client of the user."""

from typing import TYPE_CHECKING, Any, Literal, TypeVar

from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import describe_type
from seawall.core.whole_import import import_whole
from seawall.transports.http_clients import library_of
from seawall.transports.network.options import TransportOptions
from seawall.transports.pyreqwest.client_builder import can_use_pyreqwest

if TYPE_CHECKING:
    from seawall.transports.http_clients import HttpClient
    from seawall.transports.httpx._sync.transport import HttpxTransport
    from seawall.transports.httpx2._sync.transport import Httpx2Transport
    from seawall.transports.pyreqwest._sync.transport import PyreqwestTransport

__all__ = ["default_transport", "given_transport"]

X = TypeVar("X")


def default_transport(
    name: Literal["auto", "httpx2", "httpx", "pyreqwest"] = "auto",
    *,
    options: TransportOptions | None = None,
) -> "Httpx2Transport | HttpxTransport | PyreqwestTransport":
    """Return the transport `name`; `auto` is pyreqwest if it can be used with `options`, else httpx2.

    Raises ConfigError for another name, MissingExtraError if the named library is not installed.
    """
    if name not in {"auto", "httpx2", "httpx", "pyreqwest"}:
        raise ConfigError(f"there is no transport {name!r}. Use auto, httpx2, httpx or pyreqwest.")
    # Late imports, so that a process pays for one library only: httpx2 takes 100 ms.
    if name == "httpx2" or (name == "auto" and not _can_be_fast(options)):
        import_whole("seawall.transports.httpx2._sync.transport")
        from seawall.transports.httpx2._sync.transport import Httpx2Transport  # noqa: PLC0415

        return Httpx2Transport(options=options)
    if name == "httpx":
        import_whole("seawall.transports.httpx._sync.transport")
        from seawall.transports.httpx._sync.transport import HttpxTransport  # noqa: PLC0415

        return HttpxTransport(options=options)
    # Not with `import_whole`: pyreqwest crashes the process if the thread that imported it has ended.
    from seawall.transports.pyreqwest._sync.transport import PyreqwestTransport  # noqa: PLC0415

    return PyreqwestTransport(options=options)


def _can_be_fast(options: TransportOptions | None) -> bool:
    # Another type is refused by the transport, with a sentence.
    has_proxy = isinstance(options, TransportOptions) and options.has_proxy_certificate()
    return can_use_pyreqwest() and not has_proxy


def given_transport(
    transport: X | None, http_client: "HttpClient | None"
) -> "X | Httpx2Transport | HttpxTransport | PyreqwestTransport | None":
    """Return the transport that the user passes: `transport` itself, or one over their `http_client`.

    The transport does not close the client. Raises ConfigError for both, for a client of another library, and
    for one of the other half.
    """
    if http_client is None:
        return transport
    if transport is not None:
        raise ConfigError("transport and http_client are given, and each sends the calls. Give one of them.")
    client: Any = http_client
    library = library_of(client)
    names = [kind.__name__ for kind in type(client).__mro__]
    if library in {"httpx", "httpx2"} and "Client" not in names:
        raise ConfigError(
            f"http_client is {library}.{type(client).__name__}. A Client needs {library}.Client."
        )
    if library == "httpx2":
        import_whole("seawall.transports.httpx2._sync.transport")
        from seawall.transports.httpx2._sync.transport import Httpx2Transport  # noqa: PLC0415 - 100 ms

        return Httpx2Transport(client)
    if library == "httpx":
        import_whole("seawall.transports.httpx._sync.transport")
        from seawall.transports.httpx._sync.transport import HttpxTransport  # noqa: PLC0415 - 100 ms

        return HttpxTransport(client)
    if library == "pyreqwest":
        from seawall.transports.pyreqwest._sync.transport import PyreqwestTransport  # noqa: PLC0415

        return PyreqwestTransport(client)
    raise ConfigError(
        f"http_client is {describe_type(client)}. Give a client of httpx2, httpx or pyreqwest, or your own "
        "transport as transport."
    )
