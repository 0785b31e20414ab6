"""The header fields and the result of an upload. Pure."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.core.http.message import Response
from seawall.core.redaction.secret import SecretMapping
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.digest_fields import digest_field

__all__ = ["SourceDigest", "UploadResult", "upload_headers"]


@frozen
class SourceDigest:
    """The size in bytes and the SHA-256 of the source of an upload."""

    size: int
    checksum: Checksum


@frozen
class UploadResult:
    """The size in bytes and the SHA-256 of an uploaded source, and the response of the server."""

    size: int
    checksum: Checksum
    response: Response = field(repr=False)


def upload_headers(source: SourceDigest, user_agent: str, given: Mapping[str, str]) -> SecretMapping[str]:
    """Build the header fields of an upload, with those in `given`; no token is added.

    Without a content coding, representation and content are the same bytes, so both digests are equal (RFC
    9530, section 3).
    """
    digest = digest_field([source.checksum])
    return SecretMapping(
        {
            "user-agent": user_agent,
            "accept": "*/*",
            **{name.lower(): value for name, value in given.items()},
            "content-length": str(source.size),
            "content-digest": digest,
            "repr-digest": digest,
        }
    )
