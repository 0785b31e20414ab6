"""What httpx2 logs of each request, without the query: it may be a signature or a share token."""

import logging

import httpx2

__all__ = ["hide_queries"]


class _WithoutQueries(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.copy_with(query=None) if isinstance(arg, httpx2.URL) else arg for arg in record.args
            )
        return True


_FILTER = _WithoutQueries()


def hide_queries() -> None:
    """Cut the query off the URLs that httpx2 logs in this process; said twice, it is done once."""
    logging.getLogger("httpx2").addFilter(_FILTER)
