"""What httpx2 and httpcore2 log, without queries and answers: signatures, share tokens, cookies."""

import logging

import httpx2

__all__ = ["hide_secrets"]

# A filter holds for the one logger that it is set at, not for those below it.
_HTTPCORE2 = tuple(f"httpcore2.{name}" for name in ("connection", "http11", "http2", "proxy", "socks"))


class _WithoutQueries(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.copy_with(query=None) if isinstance(arg, httpx2.URL) else arg for arg in record.args
            )
        return True


class _WithoutAnswers(logging.Filter):
    """Of what came, only that it came: header fields, and errors that quote them, are cut off."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str) and record.msg.startswith("receive_"):
            record.msg = record.msg.partition(" ")[0]
        return True


_QUERIES, _ANSWERS = _WithoutQueries(), _WithoutAnswers()


def hide_secrets() -> None:
    """Cut queries, and what servers answer, off what this process logs; said twice, it is done once."""
    logging.getLogger("httpx2").addFilter(_QUERIES)
    for name in _HTTPCORE2:
        logging.getLogger(name).addFilter(_ANSWERS)
