"""`test-app`: ends each item with the outcome that its metadata requests; downloads nothing.

It reads `outcome` and `duration_s` from the item's custom metadata, else from its input's metadata.
"""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO

from seawall.local.platform.applications.definition import (
    Application,
    InputDefinition,
    ItemOutcome,
    OutputDefinition,
    Version,
    object_schema,
    output_schema,
)
from seawall.local.platform.applications.work import FileOutput, ItemError, Work, user_error
from seawall.local.platform.store.states import ItemTerminationReason, OutputArtifactScope

__all__ = ["TEST_APP", "process"]

MAX_DURATION_S = 60
OUTCOMES = {reason.lower(): reason for reason in ItemTerminationReason}
_MESSAGES = {
    ItemTerminationReason.USER_ERROR: "The item requested the outcome user_error.",
    ItemTerminationReason.SYSTEM_ERROR: "The item requested the outcome system_error.",
    ItemTerminationReason.SKIPPED: "The item requested the outcome skipped.",
}


def process(work: Work) -> list[FileOutput]:
    """End the item with the requested outcome, after the requested duration."""
    requested = {**(work.inputs[0].metadata if work.inputs else {}), **work.custom_metadata}
    reason = _reason(requested.get("outcome", "succeeded"))
    work.sleep(_duration_s(requested.get("duration_s", 0)))
    if reason is not ItemTerminationReason.SUCCEEDED:
        raise ItemError(reason, f"TEST_APP.{reason}", _MESSAGES[reason])
    return [FileOutput("result:csv", "text/csv", b"outcome\nsucceeded\n", {})]


def _reason(outcome: object) -> ItemTerminationReason:
    if not isinstance(outcome, str) or outcome not in OUTCOMES:
        raise user_error("TEST_APP.BAD_OUTCOME", f"Set `outcome` to one of {', '.join(sorted(OUTCOMES))}.")
    return OUTCOMES[outcome]


def _duration_s(duration_s: object) -> float:
    # bool is an int in Python, but not a number in JSON.
    is_number = isinstance(duration_s, int | float) and not isinstance(duration_s, bool)
    value = float(str(duration_s)) if is_number else -1.0
    if not 0 <= value <= MAX_DURATION_S:
        raise user_error("TEST_APP.BAD_DURATION", f"Set `duration_s` to a number from 0 to {MAX_DURATION_S}.")
    return value


_INPUT = InputDefinition(
    name="input",
    mime_type="application/octet-stream",
    metadata_schema=object_schema(
        {
            "outcome": {"type": "string", "enum": sorted(OUTCOMES)},
            "duration_s": {"type": "number", "minimum": 0, "maximum": MAX_DURATION_S},
            "checksum_base64_crc32c": {"type": "string"},
            "media_type": {"type": "string"},
            "size_bytes": {"type": "integer", "minimum": 0},
        }
    ),
)
# Clients of this platform map a media type to a file suffix, and know CSV but not plain text.
_OUTPUT = OutputDefinition("result:csv", "text/csv", output_schema("text/csv"))


_SUMMARY = OutputDefinition("summary:csv", "text/csv", output_schema("text/csv"), OutputArtifactScope.GLOBAL)


def _summarize(outcomes: Sequence[ItemOutcome]) -> list[FileOutput]:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("external_id", "termination_reason"))
    rows.writerows((outcome.external_id, outcome.reason.value) for outcome in outcomes)
    return [FileOutput(_SUMMARY.name, _SUMMARY.mime_type, text.getvalue().encode(), {})]


TEST_APP = Application(
    application_id="test-app",
    name="Test Application",
    description="Ends each item with the outcome that its metadata requests; for tests of clients.",
    versions=(
        Version(
            "0.9.0",
            datetime(2026, 1, 15, 9, 0, tzinfo=UTC),
            "First version, with a summary of the run.",
            (_INPUT,),
            (_OUTPUT, _SUMMARY),
            process,
            _summarize,
        ),
        Version(
            "1.0.0",
            datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
            "New outcome: skipped.",
            (_INPUT,),
            (_OUTPUT,),
            process,
        ),
    ),
)
