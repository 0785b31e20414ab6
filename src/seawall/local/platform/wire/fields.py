"""Field types shared by several schemas."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

__all__ = ["SEMVER_PATTERN", "DownloadUrl", "MimeType", "StoredText", "StoredUrl", "UtcTime", "VersionNumber"]


# https://semver.org, the suggested regular expression
SEMVER_PATTERN = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
)

VersionNumber = Annotated[str, Field(pattern=SEMVER_PATTERN)]
MimeType = Annotated[str, Field(pattern=r"^\w+\/\w+[-+.|\w+]+\w+$")]

# The real platform takes URLs only; here paths below the inputs folder are allowed too, so the syntax is not
# checked.
DownloadUrl = Annotated[str, Field(min_length=1, max_length=2083, json_schema_extra={"format": "uri"})]


def _to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is outside the years 1 to 9999 in UTC") from error


def _checked_unicode(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be valid Unicode text") from error
    return value


UtcTime = Annotated[datetime, AfterValidator(_to_utc)]
StoredText = Annotated[str, AfterValidator(_checked_unicode)]
StoredUrl = Annotated[DownloadUrl, AfterValidator(_checked_unicode)]
