"""The runtime: what an SDK's hand-written layer is made of. Each part can be used alone.

    from seawall.runtime import Engine, OperationCache, Pages

A part is imported when its first name is asked for, so this package costs nothing by itself. What parts are
told, such as policies, states and errors, is data and stands in `seawall.core`.
"""

from typing import TYPE_CHECKING

from seawall.core.lazy_names import lazy_names

if TYPE_CHECKING:
    from seawall.runtime._async.api_client import AsyncApiClient, AsyncClientContext
    from seawall.runtime._async.bulk import AsyncBulk
    from seawall.runtime._async.cache import AsyncCacheStore, AsyncOperationCache
    from seawall.runtime._async.cache_memory import AsyncMemoryCacheStore
    from seawall.runtime._async.certified_transport import AsyncCertifiedTransport
    from seawall.runtime._async.client_credentials import AsyncClientCredentials
    from seawall.runtime._async.connection import AsyncConnection
    from seawall.runtime._async.downloader import AsyncDownloader
    from seawall.runtime._async.downloads import AsyncDownloads, AsyncRemoteFile
    from seawall.runtime._async.engine import AsyncEngine
    from seawall.runtime._async.event_stream import AsyncEventSource, AsyncEventStream
    from seawall.runtime._async.limiter import AsyncLimiter
    from seawall.runtime._async.pager import AsyncPages
    from seawall.runtime._async.redis_cache import AsyncRedisCacheStore
    from seawall.runtime._async.resumable_uploader import AsyncResumableUploader
    from seawall.runtime._async.sdk_metadata import AsyncSdkMetadata
    from seawall.runtime._async.seams import AsyncStream, AsyncTokenProvider, AsyncTransport
    from seawall.runtime._async.stored_tokens import AsyncStoredTokens
    from seawall.runtime._async.token_verifier import AsyncTokenVerifier
    from seawall.runtime._async.tokens import AsyncCallableTokens, AsyncGivenToken, AsyncTokenFunction
    from seawall.runtime._async.transfers import AsyncTransfers
    from seawall.runtime._async.uploader import AsyncUploader, AsyncUploadSource
    from seawall.runtime._async.waiter import AsyncTarget
    from seawall.runtime._async.waiter import wait as async_wait
    from seawall.runtime._sync.api_client import ApiClient, ClientContext
    from seawall.runtime._sync.bulk import Bulk
    from seawall.runtime._sync.cache import CacheStore, OperationCache
    from seawall.runtime._sync.cache_memory import MemoryCacheStore
    from seawall.runtime._sync.certified_transport import CertifiedTransport
    from seawall.runtime._sync.client_credentials import ClientCredentials
    from seawall.runtime._sync.connection import Connection
    from seawall.runtime._sync.downloader import Downloader
    from seawall.runtime._sync.downloads import Downloads, RemoteFile
    from seawall.runtime._sync.engine import Engine
    from seawall.runtime._sync.event_stream import EventSource, EventStream
    from seawall.runtime._sync.limiter import Limiter
    from seawall.runtime._sync.pager import Pages
    from seawall.runtime._sync.redis_cache import RedisCacheStore
    from seawall.runtime._sync.resumable_uploader import ResumableUploader
    from seawall.runtime._sync.sdk_metadata import SdkMetadata
    from seawall.runtime._sync.seams import Stream, TokenProvider, Transport
    from seawall.runtime._sync.stored_tokens import StoredTokens
    from seawall.runtime._sync.token_verifier import TokenVerifier
    from seawall.runtime._sync.tokens import CallableTokens, GivenToken, TokenFunction
    from seawall.runtime._sync.transfers import Transfers
    from seawall.runtime._sync.uploader import Uploader, UploadSource
    from seawall.runtime._sync.waiter import Target, wait
    from seawall.runtime.api_settings import API_PRESETS, ApiSettings, CacheTtl
    from seawall.runtime.bulk_results import BulkJournal, BulkProgress, BulkResult
    from seawall.runtime.call_log import CallLog, RedactingFilter, RetryLog
    from seawall.runtime.client_authentication import ClientAuthentication
    from seawall.runtime.client_certificate import ClientCertificate
    from seawall.runtime.contexts import Context, ContextFile, Contexts
    from seawall.runtime.deprecations import DEPRECATIONS, Deprecations, Notice
    from seawall.runtime.downloads import DownloadProgress, FetchedFile
    from seawall.runtime.invocation import this_invocation
    from seawall.runtime.local_file import LocalFile, checked_path
    from seawall.runtime.login import (
        BrowserPrompt,
        DevicePrompt,
        async_browser_login,
        async_device_login,
        browser_login,
        can_open_browser,
        device_login,
        open_in_browser,
    )
    from seawall.runtime.metrics import Metrics, OperationMetrics
    from seawall.runtime.otel import OpenTelemetry
    from seawall.runtime.settings import (
        Resolved,
        SdkSettings,
        ShownSetting,
        Surroundings,
        client_settings,
        read_settings,
        read_surroundings,
        resolve,
        shown_settings,
    )
    from seawall.runtime.timing import AsyncTiming, Timing
    from seawall.runtime.token_file import TokenFile
    from seawall.runtime.token_keyring import TokenKeyring
    from seawall.runtime.token_store import MemoryTokenStore, TokenStore
    from seawall.runtime.transfer_results import TransferResult, all_moved
    from seawall.runtime.webhooks import WebhookHandler, WebhookReceiver, WebhookRouter, webhook_app

__all__ = [
    "API_PRESETS",
    "DEPRECATIONS",
    "ApiClient",
    "ApiSettings",
    "AsyncApiClient",
    "AsyncBulk",
    "AsyncCacheStore",
    "AsyncCallableTokens",
    "AsyncCertifiedTransport",
    "AsyncClientContext",
    "AsyncClientCredentials",
    "AsyncConnection",
    "AsyncDownloader",
    "AsyncDownloads",
    "AsyncEngine",
    "AsyncEventSource",
    "AsyncEventStream",
    "AsyncGivenToken",
    "AsyncLimiter",
    "AsyncMemoryCacheStore",
    "AsyncOperationCache",
    "AsyncPages",
    "AsyncRedisCacheStore",
    "AsyncRemoteFile",
    "AsyncResumableUploader",
    "AsyncSdkMetadata",
    "AsyncStoredTokens",
    "AsyncStream",
    "AsyncTarget",
    "AsyncTiming",
    "AsyncTokenFunction",
    "AsyncTokenProvider",
    "AsyncTokenVerifier",
    "AsyncTransfers",
    "AsyncTransport",
    "AsyncUploadSource",
    "AsyncUploader",
    "BrowserPrompt",
    "Bulk",
    "BulkJournal",
    "BulkProgress",
    "BulkResult",
    "CacheStore",
    "CacheTtl",
    "CallLog",
    "CallableTokens",
    "CertifiedTransport",
    "ClientAuthentication",
    "ClientCertificate",
    "ClientContext",
    "ClientCredentials",
    "Connection",
    "Context",
    "ContextFile",
    "Contexts",
    "Deprecations",
    "DevicePrompt",
    "DownloadProgress",
    "Downloader",
    "Downloads",
    "Engine",
    "EventSource",
    "EventStream",
    "FetchedFile",
    "GivenToken",
    "Limiter",
    "LocalFile",
    "MemoryCacheStore",
    "MemoryTokenStore",
    "Metrics",
    "Notice",
    "OpenTelemetry",
    "OperationCache",
    "OperationMetrics",
    "Pages",
    "RedactingFilter",
    "RedisCacheStore",
    "RemoteFile",
    "Resolved",
    "ResumableUploader",
    "RetryLog",
    "SdkMetadata",
    "SdkSettings",
    "ShownSetting",
    "StoredTokens",
    "Stream",
    "Surroundings",
    "Target",
    "Timing",
    "TokenFile",
    "TokenFunction",
    "TokenKeyring",
    "TokenProvider",
    "TokenStore",
    "TokenVerifier",
    "TransferResult",
    "Transfers",
    "Transport",
    "UploadSource",
    "Uploader",
    "WebhookHandler",
    "WebhookReceiver",
    "WebhookRouter",
    "all_moved",
    "async_browser_login",
    "async_device_login",
    "async_wait",
    "browser_login",
    "can_open_browser",
    "checked_path",
    "client_settings",
    "device_login",
    "open_in_browser",
    "read_settings",
    "read_surroundings",
    "resolve",
    "shown_settings",
    "this_invocation",
    "wait",
    "webhook_app",
]

_PARTS = {
    "._async.api_client": ("AsyncApiClient", "AsyncClientContext"),
    "._async.bulk": ("AsyncBulk",),
    "._async.cache": ("AsyncCacheStore", "AsyncOperationCache"),
    "._async.cache_memory": ("AsyncMemoryCacheStore",),
    "._async.certified_transport": ("AsyncCertifiedTransport",),
    "._async.client_credentials": ("AsyncClientCredentials",),
    "._async.connection": ("AsyncConnection",),
    "._async.downloader": ("AsyncDownloader",),
    "._async.downloads": ("AsyncDownloads", "AsyncRemoteFile"),
    "._async.engine": ("AsyncEngine",),
    "._async.event_stream": ("AsyncEventSource", "AsyncEventStream"),
    "._async.limiter": ("AsyncLimiter",),
    "._async.pager": ("AsyncPages",),
    "._async.redis_cache": ("AsyncRedisCacheStore",),
    "._async.resumable_uploader": ("AsyncResumableUploader",),
    "._async.sdk_metadata": ("AsyncSdkMetadata",),
    "._async.seams": ("AsyncStream", "AsyncTokenProvider", "AsyncTransport"),
    "._async.stored_tokens": ("AsyncStoredTokens",),
    "._async.token_verifier": ("AsyncTokenVerifier",),
    "._async.tokens": ("AsyncCallableTokens", "AsyncGivenToken", "AsyncTokenFunction"),
    "._async.transfers": ("AsyncTransfers",),
    "._async.uploader": ("AsyncUploadSource", "AsyncUploader"),
    "._async.waiter": ("AsyncTarget", "async_wait"),
    "._sync.api_client": ("ApiClient", "ClientContext"),
    "._sync.bulk": ("Bulk",),
    "._sync.cache": ("CacheStore", "OperationCache"),
    "._sync.cache_memory": ("MemoryCacheStore",),
    "._sync.certified_transport": ("CertifiedTransport",),
    "._sync.client_credentials": ("ClientCredentials",),
    "._sync.connection": ("Connection",),
    "._sync.downloader": ("Downloader",),
    "._sync.downloads": ("Downloads", "RemoteFile"),
    "._sync.engine": ("Engine",),
    "._sync.event_stream": ("EventSource", "EventStream"),
    "._sync.limiter": ("Limiter",),
    "._sync.pager": ("Pages",),
    "._sync.redis_cache": ("RedisCacheStore",),
    "._sync.resumable_uploader": ("ResumableUploader",),
    "._sync.sdk_metadata": ("SdkMetadata",),
    "._sync.seams": ("Stream", "TokenProvider", "Transport"),
    "._sync.stored_tokens": ("StoredTokens",),
    "._sync.token_verifier": ("TokenVerifier",),
    "._sync.tokens": ("CallableTokens", "GivenToken", "TokenFunction"),
    "._sync.transfers": ("Transfers",),
    "._sync.uploader": ("UploadSource", "Uploader"),
    "._sync.waiter": ("Target", "wait"),
    ".api_settings": ("API_PRESETS", "ApiSettings", "CacheTtl"),
    ".bulk_results": ("BulkJournal", "BulkProgress", "BulkResult"),
    ".call_log": ("CallLog", "RedactingFilter", "RetryLog"),
    ".client_authentication": ("ClientAuthentication",),
    ".client_certificate": ("ClientCertificate",),
    ".contexts": ("Context", "ContextFile", "Contexts"),
    ".deprecations": ("DEPRECATIONS", "Deprecations", "Notice"),
    ".downloads": ("DownloadProgress", "FetchedFile"),
    ".invocation": ("this_invocation",),
    ".local_file": ("LocalFile", "checked_path"),
    ".login": (
        "BrowserPrompt",
        "DevicePrompt",
        "async_browser_login",
        "async_device_login",
        "browser_login",
        "can_open_browser",
        "device_login",
        "open_in_browser",
    ),
    ".metrics": ("Metrics", "OperationMetrics"),
    ".otel": ("OpenTelemetry",),
    ".settings": (
        "Resolved",
        "SdkSettings",
        "ShownSetting",
        "Surroundings",
        "client_settings",
        "read_settings",
        "read_surroundings",
        "resolve",
        "shown_settings",
    ),
    ".timing": ("AsyncTiming", "Timing"),
    ".token_file": ("TokenFile",),
    ".token_keyring": ("TokenKeyring",),
    ".token_store": ("MemoryTokenStore", "TokenStore"),
    ".transfer_results": ("TransferResult", "all_moved"),
    ".webhooks": ("WebhookHandler", "WebhookReceiver", "WebhookRouter", "webhook_app"),
}


if not TYPE_CHECKING:
    # Hidden from type checkers, which otherwise take any name for one of this module's.
    # Both halves of the waiter call their function wait; from here they need two names.
    __getattr__ = lazy_names(__name__, _PARTS, renamed={"async_wait": "wait"})


def __dir__() -> list[str]:
    return [*globals(), *__all__]
