"""Log filters that remove secrets from the records of a library.

They remove queries, users and passwords from URLs, and response headers.
"""

import logging

from seawall.transports.httpx2.library import Library

__all__ = ["install_log_filters"]

# A filter of a logger does not apply to the records of its child loggers, so each is listed.
_PARTS_OF_HTTPCORE = ("connection", "http11", "http2", "proxy", "socks")
# The connections of a transport are those of httpcore2, and those of a client of httpx are those of httpcore.
_HTTPCORES = {"httpx2": ("httpcore2",), "httpx": ("httpcore", "httpcore2")}


class _UrlFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                # The URLs of both libraries have this method.
                arg.copy_with(query=None, userinfo=b"") if hasattr(arg, "copy_with") else arg
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


def install_log_filters(library: Library) -> None:
    """Remove secrets from the logs of `library` in this process; a second call changes nothing."""
    logging.getLogger(library.__name__).addFilter(_URL_FILTER)
    for httpcore in _HTTPCORES[library.__name__]:
        for name in _PARTS_OF_HTTPCORE:
            logging.getLogger(f"{httpcore}.{name}").addFilter(_RESPONSE_FILTER)
