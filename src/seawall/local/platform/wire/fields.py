"""Field types shared by several schemas."""

from typing import Annotated

from pydantic import Field

__all__ = ["SEMVER_PATTERN", "DownloadUrl", "MimeType", "VersionNumber"]

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
