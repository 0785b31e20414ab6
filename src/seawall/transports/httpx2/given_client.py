"""Calls over a client of the user: its header fields, and the time. The halves really differ in the time.

The connections of such a client do not know the deadline of an attempt.
"""

from contextlib import AbstractAsyncContextManager, nullcontext

import httpx2

from seawall.core.errors import ConfigError
from seawall.core.http.outgoing import FRAMING_FIELDS
from seawall.transports.http_message.outgoing import are_valid_fields

__all__ = ["async_time_limit", "check_fields", "time_limit"]

# The clients set `connection: keep-alive` by themselves.
_ALLOWED_CONNECTIONS = frozenset({"keep-alive", "close"})

# A step that takes all the time, e.g. the wait for a connection, ends first: its error says more.
_GRACE_S = 0.05


def async_time_limit(seconds: float) -> AbstractAsyncContextManager[object]:
    """Return a block that is cancelled and raises TimeoutError a moment after `seconds`."""
    # A late import, for the sync half: it takes 30 ms.
    from asyncio import timeout  # noqa: PLC0415

    return timeout(seconds + _GRACE_S)


def time_limit(_: float) -> nullcontext[None]:
    """Return a block without a limit: nothing can interrupt a blocking step of another library."""
    return nullcontext()


def check_fields(client: httpx2.Client | httpx2.AsyncClient) -> None:
    """Raise ConfigError if `client` adds header fields that would break the message."""
    # No local variable holds the fields: error reporters show local variables.
    if not are_valid_fields(client.headers):
        raise ConfigError(
            "the client that was passed in has a header field that can not be sent: its name or value has a "
            "forbidden character."
        )
    names = {"content-length", *FRAMING_FIELDS}.intersection(client.headers.keys())
    if client.headers.get("connection") in _ALLOWED_CONNECTIONS:
        names.remove("connection")
    if names:
        raise ConfigError(
            f"the client that was passed in has the header {min(names)}, which belongs to the connection. "
            "Remove it: the transport sets it."
        )
