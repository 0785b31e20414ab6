"""The certificate of a TLS client, handed to the application in the ASGI extension `tls`.

uvicorn has no such extension. Of its fields only `client_cert_chain` is filled, with the client's own
certificate. https://asgi.readthedocs.io/en/latest/specs/tls.html
"""

import ssl

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["client_certificate", "with_client_certificate"]


def with_client_certificate(app: ASGIApp, connection: ssl.SSLObject) -> ASGIApp:
    """Wrap `app` for the requests of one connection, whose client the TLS context has verified."""
    certificate = connection.getpeercert(binary_form=True)
    extension = {
        "server_cert": None,
        "client_cert_chain": [] if certificate is None else [ssl.DER_cert_to_PEM_cert(certificate)],
        "client_cert_name": None,
        "client_cert_error": None,
        "tls_version": None,
        "cipher_suite": None,
    }

    async def with_extension(scope: Scope, receive: Receive, send: Send) -> None:
        extensions = {**(scope.get("extensions") or {}), "tls": extension}
        await app({**scope, "extensions": extensions}, receive, send)

    return with_extension


def client_certificate(scope: Scope) -> str | None:
    """Return the certificate of the request's client as PEM; None without TLS or without a certificate."""
    chain = scope.get("extensions", {}).get("tls", {}).get("client_cert_chain", [])
    return str(chain[0]) if chain else None
