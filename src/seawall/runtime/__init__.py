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

_MODULES = {
    "API_PRESETS": ".api_settings",
    "ApiClient": "._sync.api_client",
    "ApiSettings": ".api_settings",
    "AsyncApiClient": "._async.api_client",
    "AsyncBulk": "._async.bulk",
    "AsyncCacheStore": "._async.cache",
    "AsyncCallableTokens": "._async.tokens",
    "AsyncCertifiedTransport": "._async.certified_transport",
    "AsyncClientContext": "._async.api_client",
    "AsyncClientCredentials": "._async.client_credentials",
    "AsyncConnection": "._async.connection",
    "AsyncDownloader": "._async.downloader",
    "AsyncDownloads": "._async.downloads",
    "AsyncEngine": "._async.engine",
    "AsyncEventSource": "._async.event_stream",
    "AsyncEventStream": "._async.event_stream",
    "AsyncGivenToken": "._async.tokens",
    "AsyncLimiter": "._async.limiter",
    "AsyncMemoryCacheStore": "._async.cache_memory",
    "AsyncOperationCache": "._async.cache",
    "AsyncPages": "._async.pager",
    "AsyncRedisCacheStore": "._async.redis_cache",
    "AsyncRemoteFile": "._async.downloads",
    "AsyncResumableUploader": "._async.resumable_uploader",
    "AsyncSdkMetadata": "._async.sdk_metadata",
    "AsyncStoredTokens": "._async.stored_tokens",
    "AsyncStream": "._async.seams",
    "AsyncTarget": "._async.waiter",
    "AsyncTiming": ".timing",
    "AsyncTokenFunction": "._async.tokens",
    "AsyncTokenProvider": "._async.seams",
    "AsyncTokenVerifier": "._async.token_verifier",
    "AsyncTransfers": "._async.transfers",
    "AsyncTransport": "._async.seams",
    "AsyncUploadSource": "._async.uploader",
    "AsyncUploader": "._async.uploader",
    "BrowserPrompt": ".login",
    "Bulk": "._sync.bulk",
    "BulkJournal": ".bulk_results",
    "BulkProgress": ".bulk_results",
    "BulkResult": ".bulk_results",
    "CacheStore": "._sync.cache",
    "CacheTtl": ".api_settings",
    "CallLog": ".call_log",
    "CallableTokens": "._sync.tokens",
    "CertifiedTransport": "._sync.certified_transport",
    "ClientAuthentication": ".client_authentication",
    "ClientCertificate": ".client_certificate",
    "ClientContext": "._sync.api_client",
    "ClientCredentials": "._sync.client_credentials",
    "Connection": "._sync.connection",
    "Context": ".contexts",
    "ContextFile": ".contexts",
    "Contexts": ".contexts",
    "DEPRECATIONS": ".deprecations",
    "Deprecations": ".deprecations",
    "DevicePrompt": ".login",
    "DownloadProgress": ".downloads",
    "Downloader": "._sync.downloader",
    "Downloads": "._sync.downloads",
    "Engine": "._sync.engine",
    "EventSource": "._sync.event_stream",
    "EventStream": "._sync.event_stream",
    "FetchedFile": ".downloads",
    "GivenToken": "._sync.tokens",
    "Limiter": "._sync.limiter",
    "LocalFile": ".local_file",
    "MemoryCacheStore": "._sync.cache_memory",
    "MemoryTokenStore": ".token_store",
    "Metrics": ".metrics",
    "Notice": ".deprecations",
    "OpenTelemetry": ".otel",
    "OperationCache": "._sync.cache",
    "OperationMetrics": ".metrics",
    "Pages": "._sync.pager",
    "RedactingFilter": ".call_log",
    "RedisCacheStore": "._sync.redis_cache",
    "RemoteFile": "._sync.downloads",
    "Resolved": ".settings",
    "ResumableUploader": "._sync.resumable_uploader",
    "RetryLog": ".call_log",
    "SdkMetadata": "._sync.sdk_metadata",
    "SdkSettings": ".settings",
    "ShownSetting": ".settings",
    "StoredTokens": "._sync.stored_tokens",
    "Stream": "._sync.seams",
    "Surroundings": ".settings",
    "Target": "._sync.waiter",
    "Timing": ".timing",
    "TokenFile": ".token_file",
    "TokenFunction": "._sync.tokens",
    "TokenKeyring": ".token_keyring",
    "TokenProvider": "._sync.seams",
    "TokenStore": ".token_store",
    "TokenVerifier": "._sync.token_verifier",
    "TransferResult": ".transfer_results",
    "Transfers": "._sync.transfers",
    "Transport": "._sync.seams",
    "UploadSource": "._sync.uploader",
    "Uploader": "._sync.uploader",
    "WebhookHandler": ".webhooks",
    "WebhookReceiver": ".webhooks",
    "WebhookRouter": ".webhooks",
    "all_moved": ".transfer_results",
    "async_browser_login": ".login",
    "async_device_login": ".login",
    "async_wait": "._async.waiter",
    "browser_login": ".login",
    "can_open_browser": ".login",
    "checked_path": ".local_file",
    "client_settings": ".settings",
    "device_login": ".login",
    "open_in_browser": ".login",
    "read_settings": ".settings",
    "read_surroundings": ".settings",
    "resolve": ".settings",
    "shown_settings": ".settings",
    "this_invocation": ".invocation",
    "wait": "._sync.waiter",
    "webhook_app": ".webhooks",
}


if not TYPE_CHECKING:
    # Hidden from type checkers, which otherwise take any name for one of this module's.
    # Both halves of the waiter call their function wait; from here they need two names.
    __getattr__ = lazy_names(__name__, _MODULES, named=lambda name: name.removeprefix("async_"))


def __dir__() -> list[str]:
    return [*globals(), *__all__]
