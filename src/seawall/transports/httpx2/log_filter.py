"""Log filters that remove secrets from the records of httpx2 and httpcore2.

They remove queries, users and passwords from URLs, and response headers.
"""

import logging

import httpx2

__all__ = ["install_log_filters"]

# A filter of a logger does not apply to the records of its child loggers, so each is listed.
_HTTPCORE2 = tuple(f"httpcore2.{name}" for name in ("connection", "http11", "http2", "proxy", "socks"))


class _UrlFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.copy_with(query=None, userinfo=b"") if isinstance(arg, httpx2.URL) else arg
                for arg in record.args
            )
        return True


class _ResponseFilter(logging.Filter):
    """Removes header fields, and errors that quote them, from records about received data."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str) and record.msg.startswith("receive_"):
            record.msg = record.msg.partition(" ")[0]
        return True


_URL_FILTER, _RESPONSE_FILTER = _UrlFilter(), _ResponseFilter()


def install_log_filters() -> None:
    """Remove secrets from the logs of the two libraries in this process; a second call changes nothing."""
    logging.getLogger("httpx2").addFilter(_URL_FILTER)
    for name in _HTTPCORE2:
        logging.getLogger(name).addFilter(_RESPONSE_FILTER)
