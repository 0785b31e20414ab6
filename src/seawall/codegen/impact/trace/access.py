"""Traces changes of authentication, servers and statuses to calls and to the set-up of the client."""

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from seawall.codegen.diff.change import Change
from seawall.codegen.impact.edits import literal_edit
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.trace.calls import operations_of
from seawall.codegen.impact.trace.literals import in_reach
from seawall.codegen.impact.trace.tracing import Tracer, Tracing
from seawall.codegen.layer.uses import UseKind

__all__ = ["alternative_gone", "newly_secured", "scheme_text", "server_text", "status_number"]

_KNOWN: Final = "the layer already calls operations that need the same"


def newly_secured(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to calls; only possible if other calls of the layer authenticate in this way already."""
    reason = _KNOWN if _scheme(change.new) in _schemes_in_use(tracing) else ""
    effect = Effect.ALTERS if reason else Effect.BREAKS
    for use in tracing.uses_of(operations_of(change), UseKind.CALL):
        yield tracing.finding(change, use, effect, is_certain=not reason, reason=reason)


def alternative_gone(tracing: Tracing, change: Change) -> Iterator[Finding]:
    """Trace to calls; only possible if an operation had another way to authenticate, and still has it."""
    for use in tracing.uses_of(operations_of(change), UseKind.CALL):
        operation = tracing.comparison.operation(use.part.owner)
        left = 0 if operation is None else len([one for one in operation.security if one]) - 1
        reason = "the layer may authenticate in one of the other ways" if left > 0 else ""
        yield tracing.finding(change, use, Effect.BREAKS, is_certain=not reason, reason=reason)


def _scheme(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _schemes_in_use(tracing: Tracing) -> frozenset[str]:
    return frozenset(
        name
        for operation in tracing.comparison.old_api.operations
        if tracing.is_called(operation.key)
        for alternative in operation.security
        for name in alternative
    )


def scheme_text(effect: Effect) -> Tracer:
    """Trace to texts of the layer that are the name of the scheme, of its parameter, or one of its URLs."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        scheme = tracing.comparison.old_api.security_schemes.get(_scheme(change.old or change.new))
        if scheme is None:
            return
        new = tracing.comparison.new_api.security_schemes.get(_scheme(change.new))
        before = _texts(scheme.name, scheme.parameter, scheme.url, scheme.flows)
        after = set() if new is None else _texts(new.name, new.parameter, new.url, new.flows)
        for literal in tracing.layer.literals:
            if isinstance(literal.value, str) and literal.value.lower() in before - after:
                yield tracing.literal_finding(
                    change, literal, effect, ", as the old version has it", edit=literal_edit(change, literal)
                )

    return trace


def _texts(name: str, parameter: str, url: str, flows: object) -> set[str]:
    found = {name, parameter, url, *re.findall(r'"([^"]+)"', json.dumps(flows, default=dict))}
    return {one.lower() for one in found if one}


def server_text(effect: Effect) -> Tracer:
    """Trace to texts with the URL or the host of the old server."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        for url in re.findall(r'"([^"]+)"', change.before):
            host = urlsplit(url).netloc
            for literal in tracing.layer.literals:
                if isinstance(literal.value, str) and (
                    url in literal.value or (host and host in literal.value)
                ):
                    yield tracing.literal_finding(change, literal, effect, ", the old server")

    return trace


def status_number(effect: Effect) -> Tracer:
    """Trace to numbers that are a status which is gone, in code that calls the operation."""

    def trace(tracing: Tracing, change: Change) -> Iterator[Finding]:
        status = re.search(r"answer (\d{3})$", change.place)
        reach = in_reach(tracing, change)
        for literal in tracing.literals_of(int(status.group(1))) if status else ():
            if reach(literal):
                reason = "the number may mean something else"
                yield tracing.literal_finding(
                    change, literal, effect, ", the status that is gone", is_certain=False, reason=reason
                )

    return trace
