"""The problem details of an unsuccessful response. Pure."""

from attrs import frozen

__all__ = ["Problem"]


@frozen
class Problem:
    """Problem details of a response (RFC 9457, or the `detail` of FastAPI).

    `faults` holds one line per invalid field, e.g. `body.items.0.external_id: Field required`.
    """

    title: str | None = None
    detail: str | None = None
    type: str | None = None
    faults: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the details as plain JSON, for logs and responses."""
        return {"title": self.title, "detail": self.detail, "type": self.type, "faults": list(self.faults)}
