"""Log filters that remove secrets from the records of a library.

They remove queries, users and passwords from URLs, and response headers.
"""

import logging
from functools import cache

from seawall.transports.httpx2.library import Library

__all__ = ["install_log_filters"]

# A filter of a logger does not apply to the records of its child loggers, so each is listed.
_PARTS_OF_HTTPCORE = ("connection", "http11", "http2", "proxy", "socks")


class _UrlFilter(logging.Filter):
    def __init__(self, library: Library) -> None:
        super().__init__()
        self._url = library.httpx.URL

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.copy_with(query=None, userinfo=b"") if isinstance(arg, self._url) else arg
                for arg in record.args
            )
        return True


class _ResponseFilter(logging.Filter):
    """Removes header fields, and errors that quote them, from records about received data."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str) and record.msg.startswith("receive_"):
            record.msg = record.msg.partition(" ")[0]
        return True


_url_filter, _response_filter = cache(_UrlFilter), _ResponseFilter()


def install_log_filters(library: Library) -> None:
    """Remove secrets from the logs of `library` in this process; a second call changes nothing."""
    logging.getLogger(library.httpx.__name__).addFilter(_url_filter(library))
    for name in _PARTS_OF_HTTPCORE:
        logging.getLogger(f"{library.httpcore.__name__}.{name}").addFilter(_response_filter)
