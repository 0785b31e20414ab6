"""A request as it came to a server, taken apart."""

from attrs import frozen

__all__ = ["Sent", "sent"]


@frozen
class Sent:
    """The first line, the header fields with their names in lower case and the body, still in chunks."""

    line: str
    fields: dict[str, str]
    body: bytes


def sent(request: bytes) -> Sent:
    """What `request` says; a field that comes twice is an error."""
    head, _, body = request.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (field.partition(":") for field in rest)]
    assert len(dict(pairs)) == len(pairs)
    return Sent(line, dict(pairs), body)
