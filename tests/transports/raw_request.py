"""Parse a request as a server received it."""

from attrs import frozen

__all__ = ["RawRequest", "parse_request"]


@frozen
class RawRequest:
    """The request line, the header fields by lower-case name, and the body; chunks are joined."""

    line: str
    fields: dict[str, str]
    body: bytes


def parse_request(request: bytes) -> RawRequest:
    """Parse `request`; a repeated header field is an error."""
    head, _, body = request.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (field.partition(":") for field in rest)]
    assert len(dict(pairs)) == len(pairs)
    return RawRequest(line, dict(pairs), body)
