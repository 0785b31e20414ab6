"""A request to a fake API, as its handler reads it: checked by the facts that the spec gives."""

import re
from collections.abc import Hashable, Mapping
from typing import TypeVar, cast
from uuid import UUID

from attrs import frozen

from seawall.core.engine.call import Operation
from seawall.core.engine.operation import Limits
from seawall.core.wire.codec import decoder_for
from seawall.testing.fakes.problem import invalid
from seawall.testing.fakes.seen_request import SeenRequest

__all__ = ["FakeCall"]

M = TypeVar("M")


@frozen(kw_only=True)
class FakeCall:
    """One request: the decoded values of its path parameters, its query and its body.

    Each method raises ProblemError with status 422 for a value that the spec does not allow. Not hashable:
    `path` is a mapping.
    """

    seen: SeenRequest
    path: Mapping[str, str]

    def check(self, operation: Operation[object]) -> None:
        """Check all parameters against the limits of the spec."""
        for parameter in operation.parameters or ():
            values = {"path": (self.path.get(parameter.name, ""),), "query": self.all(parameter.name) or ()}
            for value in values.get(parameter.place, ()):
                if parameter.limits is not None and (fault := _fault(value, parameter.limits)):
                    raise invalid(parameter.place, parameter.name, fault)

    def uuid(self, name: str) -> UUID:
        """Return a path parameter that is a UUID."""
        return _uuid("path", name, self.path[name])

    def uuids(self, name: str) -> list[UUID] | None:
        """Return a query parameter that is a list of UUIDs; None if it is absent."""
        values = self.all(name)
        return None if values is None else [_uuid("query", name, value) for value in values]

    def one(self, name: str) -> str | None:
        """Return the last value of a query parameter; None if it is absent."""
        values = self.all(name)
        return values[-1] if values else None

    def all(self, name: str) -> tuple[str, ...] | None:
        """Return the values of a query parameter; None if it is absent."""
        return self.seen.query.get(name)

    def number(self, name: str, default: int) -> int:
        """Return a query parameter that is an integer."""
        value = self.one(name)
        return default if value is None else int(value)

    def body(self, kind: type[M]) -> M:
        """Return the body as the wire model `kind`."""
        try:
            return cast("M", decoder_for(cast("Hashable", kind)).decode(self.seen.body))
        except ValueError as error:
            raise invalid("body", kind.__name__, str(error)) from error


def _fault(value: str, limits: Limits) -> str | None:
    if limits.minimum is not None or limits.maximum is not None:
        number = int(value) if re.fullmatch(r"[+-]?\d{1,18}", value) else None
        if number is None:
            return "must be an integer"
        if limits.minimum is not None and number < limits.minimum:
            return f"must be at least {limits.minimum:g}"
        if limits.maximum is not None and number > limits.maximum:
            return f"must be at most {limits.maximum:g}"
    if limits.max_length is not None and len(value) > limits.max_length:
        return f"must have at most {limits.max_length} characters"
    if limits.pattern is not None and not re.search(limits.pattern, value):
        return f"must match the pattern {limits.pattern}"
    return None


def _uuid(place: str, name: str, value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise invalid(place, name, "must be a UUID") from error
