"""The table of retries, as the tests run it and as docs/retries.md publishes it.

Sources: RFC 9110 sections 9.2.1 and 9.2.2 (methods), 15.5 and 15.6 (statuses); RFC 8470 section 5.2 (425).

    python -m tests.core.retry.retry_table [--check]
"""

import sys
from pathlib import Path

from attrs import frozen

from seawall.core import errors
from seawall.core.errors import SeawallError
from seawall.core.retry.retry import RepeatProtection
from seawall.core.status_errors import error_class_for

DOCS = Path(__file__).parents[3] / "docs" / "retries.md"
_BEGIN, _END = (
    "<!-- table: written by python -m tests.core.retry.retry_table -->\n",
    "<!-- end of the table -->\n",
)

# The columns: heading, methods and protection of the request.
COLUMNS: tuple[tuple[str, tuple[str, ...], RepeatProtection], ...] = (
    (
        "GET, HEAD, OPTIONS, TRACE, PUT, DELETE",
        ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"),
        RepeatProtection.NONE,
    ),
    (
        "POST, PUT, PATCH, DELETE with an idempotency key",
        ("POST", "PUT", "PATCH", "DELETE"),
        RepeatProtection.KEY,
    ),
    ("POST, PATCH with a precondition", ("POST", "PATCH"), RepeatProtection.PRECONDITION),
    ("POST, PATCH", ("POST", "PATCH"), RepeatProtection.NONE),
)


@frozen
class Row:
    """A failure, an error class or a status, and for each column whether the call is retried."""

    failure: str
    retried: tuple[bool, bool, bool, bool]

    @property
    def error(self) -> SeawallError:
        """The error that the engine receives."""
        if self.failure.isdigit():
            return error_class_for(int(self.failure))("it failed.", status=int(self.failure))
        error: SeawallError = getattr(errors, self.failure)("it failed.")
        return error


_ALWAYS, _PROTECTED, _KEYED, _NEVER = (
    (True, True, True, True),
    (True, True, True, False),
    (False, True, False, False),
    (False, False, False, False),
)

ROWS = (
    Row("NotSentError", _ALWAYS),
    Row("MaybeProcessedError", _PROTECTED),
    Row("AttemptTimeoutError", _PROTECTED),
    *(Row(status, _PROTECTED) for status in ("408", "425", "429", "500", "502", "503", "504", "520", "529")),
    Row("409", _KEYED),
    *(Row(status, _NEVER) for status in ("501", "505", "302", "400", "401", "403")),
    *(Row(status, _NEVER) for status in ("404", "410", "412", "422")),
    *(Row(name, _NEVER) for name in ("DeadlineExceededError", "DecodeError", "AuthError", "InputError")),
)


def table() -> str:
    """Return the rows as Markdown, between their marks."""
    head = f"| error or status | {' | '.join(heading for heading, _, _ in COLUMNS)} |\n"
    rule = f"|{'---|' * (len(COLUMNS) + 1)}\n"
    rows = "".join(
        f"| {row.failure if row.failure.isdigit() else f'`{row.failure}`'} | "
        f"{' | '.join('retry' if retried else 'no' for retried in row.retried)} |\n"
        for row in ROWS
    )
    return f"{_BEGIN}\n{head}{rule}{rows}\n{_END}"


def with_table(text: str) -> str:
    """Replace the table in the text of the page."""
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{table()}{rest.partition(_END)[2]}"


def main() -> int:
    """Write the table; with `--check` only compare, and return 1 if it differs."""
    text = DOCS.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        return 0 if text == with_table(text) else 1
    DOCS.write_text(with_table(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
