"""What pyreqwest calls its halves, in our words: async with Async in front, sync without."""

from typing import TypeAlias

from seawall.core.extras import needs_extra

with needs_extra("fast", "The transport pyreqwest"):
    from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
    from pyreqwest.exceptions import BuilderError, PyreqwestError
    from pyreqwest.request import RequestBuilder, SyncRequestBuilder
    from pyreqwest.response import Response, SyncResponse

__all__ = [
    "Answer",
    "AsyncAnswer",
    "AsyncBuilder",
    "AsyncMessage",
    "AsyncPool",
    "Builder",
    "BuilderError",
    "Message",
    "Pool",
    "PyreqwestError",
]

AsyncAnswer: TypeAlias = Response
Answer: TypeAlias = SyncResponse
AsyncBuilder: TypeAlias = ClientBuilder
Builder: TypeAlias = SyncClientBuilder
AsyncMessage: TypeAlias = RequestBuilder
Message: TypeAlias = SyncRequestBuilder
AsyncPool: TypeAlias = Client
Pool: TypeAlias = SyncClient
